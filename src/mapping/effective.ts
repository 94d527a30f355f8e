import { DateTime, Duration } from 'luxon';
import type { Kind } from '../domain/kind.js';
import { isZone } from '../domain/zone.js';
import { localInstant, type Twice } from './local-instant.js';
import type { EffectiveRule } from './template.js';

export type Instant =
  | {
      is: 'instant';
      /**
       * When the change becomes due: never before its approval. That it was mapped late does not
       * move it, or an old request that was found late would be folded over a newer one. A leaver
       * found late leaves now, after whatever was done meanwhile: no later record may undo it.
       */
      at: number;
      /** The instant the ticket names, before any lead: what people call "the date". */
      named: number;
    }
  | { is: 'problem'; what: string };

export interface Moment {
  kind: Kind;
  zone: string;
  now: number;
  /** What `now` on a form means: it must not move when the same ticket is mapped again. */
  approvedAt: number;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const TIME = /^(\d|[01]\d|2[0-3]):([0-5]\d)(:[0-5]\d)?$/;
const DAY_MS = 86_400_000;
/** Further away is a typing error more often than a plan. */
const FARTHEST_DAYS = 730;
/** A start that long ago is one too, and would enable an account at once. */
const LATEST_HIRE_DAYS = 365;

/**
 * The instant a change takes effect. `at` is what the template rendered: `now`, a date in the
 * zone of the person's site, or an instant with an offset. Nothing else is guessed at.
 */
export function effectiveInstant(rule: EffectiveRule, at: string, moment: Moment): Instant {
  const { kind, zone, now } = moment;
  const approvedAt = Math.min(moment.approvedAt, now);
  if (!isZone(zone)) return problem('The time zone of the site is not known.');
  if (at === '') return problem('The date is missing.');
  const time = TIME.exec(rule.time ?? '00:00');
  if (!time) return problem('The time is not one between 00:00 and 23:59, such as 17:00.');
  const wall = { date: at, hour: Number(time[1]), minute: Number(time[2]) };
  const twice = rule.ambiguous ?? twiceOf(kind);
  const named =
    at === 'now' ? approvedAt : DATE.test(at) ? localInstant(wall, zone, twice) : withOffset(at);
  if (named === null) return problem('The date is not a date that exists, such as 2026-12-31.');
  if (named > now + FARTHEST_DAYS * DAY_MS) return problem('The date is more than two years away.');
  if (kind === 'hire' && named < now - LATEST_HIRE_DAYS * DAY_MS)
    return problem('The start date is more than a year ago.');
  const earliest = kind === 'termination' ? now : approvedAt;
  return { is: 'instant', at: Math.max(named - leadMs(rule.lead), earliest), named };
}

/** Never a day early in, never late out. */
function twiceOf(kind: Kind): Twice {
  return kind === 'termination' ? 'earlier' : 'later';
}

function withOffset(at: string): number | null {
  if (!INSTANT.test(at)) return null;
  const instant = DateTime.fromISO(at, { setZone: true });
  return instant.isValid ? instant.toMillis() : null;
}

function leadMs(lead: string | undefined): number {
  if (!lead) return 0;
  const [count, unit] = lead.split(' ') as [string, string];
  return Duration.fromObject({ [unit]: Number(count) }).toMillis();
}

function problem(what: string): Instant {
  return { is: 'problem', what };
}
