import type { ConnectionSettings, SenderProof } from '../domain/settings.js';
import { durationOr } from './duration.js';
import type { RawConnection, RawProof } from './raw.js';

const DAY_MS = 86_400_000;
/** Five minutes both ways, as the reference libraries of Standard Webhooks have it. */
const TOLERANCE_SECONDS = 300;

/** A connection with its defaults filled in. */
export function readConnection(raw: RawConnection): ConnectionSettings {
  return {
    name: raw.name,
    connector: raw.connector,
    url: (raw.url ?? '').replace(/\/+$/, ''),
    ...(raw.allowPrivate ? { allowPrivate: true } : {}),
    target: raw.target,
    proof: readProof(raw.proof),
    auth: raw.auth ?? { kind: 'none' },
    settings: raw.settings ?? {},
    zone: raw.zone ?? 'UTC',
    ...(raw.rate ? { rate: raw.rate } : {}),
    sweep: raw.sweep ?? (raw.url ? '0 */5 * * * *' : ''),
    sweepLookbackMs: durationOr(raw.sweepLookback, DAY_MS),
  };
}

function readProof(raw: RawProof): SenderProof {
  if (raw.kind !== 'standard-webhooks') return raw;
  return { ...raw, toleranceSeconds: raw.toleranceSeconds ?? TOLERANCE_SECONDS };
}
