import fc from 'fast-check';
import type { Kind } from '../../src/domain/kind.js';
import { effectiveInstant } from '../../src/mapping/effective.js';
import { atZone } from '../../src/mapping/liquid.js';
import { distinctTransitions, offsetReader, type Transition } from './zones.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const FROM = Date.UTC(2026, 0, 1);
const TO = Date.UTC(2031, 0, 1);
const ZONES = Intl.supportedValuesOf('timeZone');
/** Local times looked at around every change of clocks, in minutes from it. */
const AROUND = [-120, -61, -30, -1, 0, 15, 30, 59, 60];

const offsets = new Map(ZONES.map((zone) => [zone, offsetReader(zone)]));
const offsetIn = (zone: string) => offsets.get(zone) as (at: number) => number;

/** A local time as people write it, from the milliseconds it would be if the place were at UTC. */
function written(wall: number) {
  const [date = '', time = ''] = new Date(wall).toISOString().split('T');
  return { date, time: time.slice(0, 5) };
}

function named(wall: number, zone: string, kind: Kind, now: number): number {
  const { date, time } = written(wall);
  const moment = { kind, zone, now, approvedAt: now };
  const instant = effectiveInstant({ at: '', time }, date, moment);
  if (instant.is === 'problem') throw new Error(`${zone} ${date} ${time}: ${instant.what}`);
  return instant.named;
}

/** Every instant at which clocks there show this time, found without the code under test. */
function instantsOf(wall: number, { zone, before, after }: Transition): number[] {
  const shows = (east: number) => offsetIn(zone)(wall - east * MINUTE_MS) === east;
  return [...new Set([before, after])]
    .filter(shows)
    .map((east) => wall - east * MINUTE_MS)
    .sort((a, b) => a - b);
}

describe('around every change of clocks that any zone makes, for five years', () => {
  const transitions = distinctTransitions(ZONES, FROM, TO);
  const failures: string[] = [];
  let skipped = 0;
  let twice = 0;

  beforeAll(() => {
    for (const transition of transitions) {
      for (const minutes of AROUND) {
        const { at, before, zone } = transition;
        const wall = at + (before + minutes) * MINUTE_MS;
        const all = instantsOf(wall, transition);
        if (all.length === 0) skipped++;
        if (all.length === 2) twice++;
        const now = at - 5 * DAY_MS;
        const expected = { hire: all.at(-1) ?? at, termination: all[0] ?? at };
        for (const kind of ['hire', 'termination'] as const) {
          const found = named(wall, zone, kind, now);
          if (found !== expected[kind])
            failures.push(
              `${zone} ${kind} ${JSON.stringify(written(wall))}: ${iso(found)}, not ${iso(expected[kind])}`,
            );
        }
      }
    }
  });

  test('there are such times: some that never come, and some that come twice', () => {
    expect(transitions.length).toBeGreaterThan(200);
    expect(skipped).toBeGreaterThan(200);
    expect(twice).toBeGreaterThan(200);
  });

  test('a time that is skipped is the first one after; of two, hires get the later and leavers the earlier', () => {
    expect(failures.slice(0, 10)).toEqual([]);
  });
});

const anyWall = fc.record({
  zone: fc.constantFrom(...ZONES),
  day: fc.integer({ min: FROM / DAY_MS, max: TO / DAY_MS - 1 }),
  minute: fc.integer({ min: 0, max: 1_439 }),
});

test('on any day a hire is never in a day early, nor before its time', () => {
  fc.assert(
    fc.property(anyWall, ({ zone, day, minute }) => {
      const wall = day * DAY_MS + minute * MINUTE_MS;
      const at = named(wall, zone, 'hire', wall - 30 * DAY_MS);
      expect(at + offsetIn(zone)(at) * MINUTE_MS).toBeGreaterThanOrEqual(wall);
    }),
    { numRuns: 1_500 },
  );
});

test('on any day a leaver is out by the first moment at which clocks show the time or a later one', () => {
  fc.assert(
    fc.property(anyWall, ({ zone, day, minute }) => {
      const wall = day * DAY_MS + minute * MINUTE_MS;
      const at = named(wall, zone, 'termination', wall - 30 * DAY_MS);
      const earlier = at - MINUTE_MS;
      expect(earlier + offsetIn(zone)(earlier) * MINUTE_MS).toBeLessThan(wall);
    }),
    { numRuns: 1_500 },
  );
});

test('a lead brings any instant forward by just so much, and never before now', () => {
  const leads = fc.tuple(
    fc.integer({ min: 0, max: 999 }),
    fc.constantFrom('day', 'hour', 'minute'),
  );
  const UNIT = { day: DAY_MS, hour: 3_600_000, minute: MINUTE_MS } as const;
  fc.assert(
    fc.property(anyWall, leads, fc.nat(60), ({ zone, day, minute }, [count, unit], ahead) => {
      const wall = day * DAY_MS + minute * MINUTE_MS;
      const now = wall - ahead * DAY_MS;
      const { date, time } = written(wall);
      const moment = { kind: 'hire', zone, now, approvedAt: now } as const;
      const instant = effectiveInstant({ at: '', time, lead: `${count} ${unit}s` }, date, moment);
      if (instant.is === 'problem') throw new Error(instant.what);
      expect(instant.at).toBe(Math.max(now, instant.named - count * UNIT[unit]));
    }),
    { numRuns: 1_000 },
  );
});

test('a date written for Microsoft Entra names the same instant, with the offset of the zone', () => {
  fc.assert(
    fc.property(anyWall, ({ zone, day, minute }) => {
      const wall = day * DAY_MS + minute * MINUTE_MS;
      const { date, time } = written(wall);
      const text = atZone(date, zone, time);
      expect(Date.parse(text)).toBe(named(wall, zone, 'hire', wall - 30 * DAY_MS));
      expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    }),
    { numRuns: 1_000 },
  );
});

test('whatever is written for a date, it is an instant or a sentence, and is never guessed at', () => {
  const dateLike = fc.stringMatching(
    /^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}( ?T?[0-9:.]{0,12}(Z|[+-][0-9:]{1,6})?)?$/,
  );
  fc.assert(
    fc.property(fc.oneof(dateLike, fc.string()), fc.constantFrom(...ZONES), (text, zone) => {
      const moment = { kind: 'termination', zone, now: FROM, approvedAt: FROM } as const;
      const instant = effectiveInstant({ at: '' }, text, moment);
      if (instant.is === 'problem') expect(instant.what).toMatch(/^The .*\.$/);
      else expect(text).toMatch(/^(now|\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:\d\d))?)$/);
    }),
    { numRuns: 2_000 },
  );
});

const iso = (at: number) => new Date(at).toISOString();
