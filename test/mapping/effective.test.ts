import { effectiveInstant, type Moment } from '../../src/mapping/effective.js';

const NOW = Date.parse('2026-03-01T09:00:00Z');
const moment = (over: Partial<Moment> = {}): Moment => ({
  kind: 'hire',
  zone: 'Europe/Berlin',
  now: NOW,
  approvedAt: NOW,
  ...over,
});
const at = (date: string, rule: object = {}, over: Partial<Moment> = {}) => {
  const instant = effectiveInstant({ at: '', ...rule }, date, moment(over));
  return instant.is === 'instant' ? new Date(instant.at).toISOString() : instant.what;
};

test('a date is meant in the zone of the site', () => {
  expect(at('2026-06-01', { time: '00:00' })).toBe('2026-05-31T22:00:00.000Z');
  expect(at('2026-06-01', { time: '17:00' }, { zone: 'Asia/Tokyo' })).toBe(
    '2026-06-01T08:00:00.000Z',
  );
});

test('a local time that clocks skip is the first instant after the gap', () => {
  expect(at('2026-03-29', { time: '02:30' })).toBe('2026-03-29T01:00:00.000Z');
});

test('a local time that comes twice lets hires in later and leavers out earlier', () => {
  const time = { time: '02:30' };
  expect(at('2026-10-25', time)).toBe('2026-10-25T01:30:00.000Z');
  expect(at('2026-10-25', time, { kind: 'termination' })).toBe('2026-10-25T00:30:00.000Z');
});

test('a lead brings it forward, but never to before its approval', () => {
  expect(at('2026-06-01', { lead: '4 hours' })).toBe('2026-05-31T18:00:00.000Z');
  expect(at('2026-03-05', { lead: '14 days' })).toBe('2026-03-01T09:00:00.000Z');
  expect(at('2026-02-20', {}, { kind: 'termination' })).toBe('2026-03-01T09:00:00.000Z');
});

test('now means when it was approved, however late it is mapped', () => {
  const approvedAt = NOW - 5_000;
  const instant = effectiveInstant({ at: 'now' }, 'now', moment({ approvedAt }));
  expect(instant).toEqual({ is: 'instant', at: approvedAt, named: approvedAt });
});

test('a leaver found late leaves now, after what was done meanwhile', () => {
  const late = moment({ kind: 'termination', approvedAt: NOW - 5_000 });
  expect(effectiveInstant({ at: 'now' }, 'now', late)).toMatchObject({ at: NOW });
});

test('of two whose dates have passed, the one that was approved later takes effect later', () => {
  const late = { now: NOW + 60_000, approvedAt: NOW - 9_000 };
  const early = { now: NOW, approvedAt: NOW - 1_000 };
  expect(at('2026-02-20', {}, late) < at('2026-02-20', {}, early)).toBe(true);
});

test.each([
  ['2026-02-30', {}],
  ['2026-06-01T24:00:00Z', {}],
  ['2026-06-01T10:00:00', {}],
  ['01/02/2026', {}],
  ['1', {}],
  ['9999-01-01', {}],
  ['2028-06-01', {}],
  ['2024-06-01', {}],
  ['2026-06-01', { time: '24:00' }],
  ['2026-06-01', { time: '5pm' }],
  ['', {}],
])('%j with %j is refused in words', (date, rule) => {
  expect(at(date, rule)).toMatch(/^The .*\.$/);
});

test('a zone nobody knows is refused', () => {
  expect(at('2026-06-01', {}, { zone: 'Mars/Olympus' })).toBe(
    'The time zone of the site is not known.',
  );
});
