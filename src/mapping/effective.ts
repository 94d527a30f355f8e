import { DateTime, Duration, IANAZone } from 'luxon';
import type { Kind } from '../domain/kind.js';
import type { EffectiveRule } from './template.js';

export type Instant = { is: 'instant'; at: number } | { is: 'problem'; what: string };

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const OFFSET = /(Z|[+-]\d{2}:?\d{2})$/;
const DAY_MS = 86_400_000;
/** Further away is a typing error more often than a plan. */
const FARTHEST_DAYS = 730;

/**
 * The instant a change takes effect. `at` is what the template rendered: `now`, a date in the
 * zone of the person's site, or an instant with an offset. Nothing else is guessed at.
 */
export function effectiveInstant(
  rule: EffectiveRule,
  at: string,
  kind: Kind,
  zone: string,
  now: number,
): Instant {
  if (!IANAZone.isValidZone(zone)) return problem('The time zone of the site is not known.');
  if (at === '') return problem('The date is missing.');
  const instant =
    at === 'now' ? now : DATE.test(at) ? localInstant(rule, at, kind, zone) : withOffset(at);
  if (instant === null) return problem('The date is not a date that exists.');
  const due = instant - (rule.lead ? leadMs(rule.lead) : 0);
  if (instant > now + FARTHEST_DAYS * DAY_MS)
    return problem('The date is more than two years away.');
  if (kind === 'hire' && instant < now - 365 * DAY_MS)
    return problem('The start date is more than a year ago.');
  return { is: 'instant', at: Math.max(due, 0) };
}

/**
 * A local time that clocks skip becomes the first instant after the gap. One that comes twice is
 * the later for hires, the earlier for leavers: never a day early in, never late out.
 */
function localInstant(rule: EffectiveRule, date: string, kind: Kind, zone: string): number | null {
  const [hour, minute] = (rule.time ?? '00:00').split(':').map(Number);
  const wall = DateTime.fromISO(date, { zone: 'utc' }).set({ hour, minute });
  if (!wall.isValid) return null;
  const wanted = wall.toMillis();
  const finder = new IANAZone(zone);
  const offsets = [wanted - DAY_MS, wanted + DAY_MS].map((near) => finder.offset(near) * 60_000);
  const exact = [...new Set(offsets)]
    .map((offset) => wanted - offset)
    .filter((at) => at + finder.offset(at) * 60_000 === wanted)
    .sort((a, b) => a - b);
  if (exact.length === 0) return endOfGap(finder, wanted, offsets as [number, number]);
  const which = rule.ambiguous ?? (kind === 'termination' ? 'earlier' : 'later');
  return (which === 'earlier' ? exact[0] : exact.at(-1)) as number;
}

function endOfGap(zone: IANAZone, wanted: number, offsets: [number, number]): number {
  let before = wanted - Math.max(...offsets);
  let after = wanted - Math.min(...offsets);
  const offsetBefore = zone.offset(before);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offset(middle) === offsetBefore) before = middle;
    else after = middle;
  }
  return after;
}

function withOffset(at: string): number | null {
  if (!OFFSET.test(at)) return null;
  const instant = DateTime.fromISO(at, { setZone: true });
  return instant.isValid ? instant.toMillis() : null;
}

function leadMs(lead: string): number {
  const [count, unit] = lead.split(' ') as [string, string];
  return Duration.fromObject({ [unit]: Number(count) }).toMillis();
}

function problem(what: string): Instant {
  return { is: 'problem', what };
}
