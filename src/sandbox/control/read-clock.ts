import { DateTime, Duration } from 'luxon';
import { refuse } from '../problem.js';

export interface ClockChange {
  advanceMs: number;
  scale?: number;
  processingDelayMs?: number;
  logDelayMs?: [number, number];
}

type Raw = Record<string, unknown>;

const KNOWN = [
  ...['advance', 'advanceMs', 'advanceSeconds', 'to', 'scale', 'processingDelayMs', 'logDelayMs'],
];

export function readClockChange(raw: Raw, now: number): ClockChange {
  const unknown = Object.keys(raw).filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0)
    refuse(
      'Not a change of the clock',
      unknown.map((name) => `${name}: ?`),
    );
  const change: ClockChange = { advanceMs: advanceOf(raw, now) };
  if (raw['scale'] !== undefined) change.scale = amount(raw['scale'], 'scale');
  if (raw['processingDelayMs'] !== undefined) {
    change.processingDelayMs = amount(raw['processingDelayMs'], 'processingDelayMs');
  }
  if (raw['logDelayMs'] !== undefined) change.logDelayMs = range(raw['logDelayMs']);
  return change;
}

function advanceOf(raw: Raw, now: number): number {
  const { advance, advanceMs, advanceSeconds, to } = raw;
  if (advanceMs !== undefined) return amount(advanceMs, 'advanceMs');
  if (advanceSeconds !== undefined) return amount(advanceSeconds, 'advanceSeconds') * 1000;
  if (to !== undefined) return untilInstant(to, now);
  if (advance === undefined) return 0;
  return typeof advance === 'string' ? duration(advance) : amount(advance, 'advance');
}

function duration(text: string): number {
  const ms = Duration.fromISO(text).toMillis();
  return amount(Number.isNaN(ms) ? undefined : ms, 'advance', 'an ISO 8601 duration such as PT1H');
}

/** A clock that is turned back would contradict what is already recorded. */
function untilInstant(to: unknown, now: number): number {
  const instant = DateTime.fromISO(typeof to === 'string' ? to : '', { zone: 'utc' });
  if (!instant.isValid) refuse('to: expected an ISO 8601 instant such as 2027-01-04T08:00:00Z');
  if (instant.toMillis() < now) refuse('to: the clock only goes forward');
  return instant.toMillis() - now;
}

function amount(value: unknown, name: string, expected = 'a number from 0'): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  return refuse(`${name}: expected ${expected}`);
}

function range(value: unknown): [number, number] {
  const [least, most] = Array.isArray(value) ? (value as unknown[]) : [value, value];
  const pair: [number, number] = [amount(least, 'logDelayMs'), amount(most, 'logDelayMs')];
  return pair[0] <= pair[1] ? pair : refuse('logDelayMs: expected [least, most]');
}
