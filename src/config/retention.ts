import type { RetentionSettings } from '../domain/settings.js';
import { durationOr } from './duration.js';
import type { RawRetention } from './raw.js';

const DAY_MS = 86_400_000;

export function readRetention(raw: RawRetention): RetentionSettings {
  return {
    deliveriesMs: durationOr(raw.deliveries, 90 * DAY_MS),
    ticketsMs: durationOr(raw.tickets, 400 * DAY_MS),
  };
}
