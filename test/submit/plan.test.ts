import { laneRank, type Lane } from '../../src/domain/kind.js';
import { lingerMs, planCall, type Budget, type Waiting } from '../../src/submit/plan.js';

const limits = {
  callsPerWindow: 40,
  windowMs: 5_000,
  callsPerDay: 2_000,
  terminationReserve: 0.05,
  recordsPerCall: 50,
  logReadsPerWindow: 5,
  logReadWindowMs: 10_000,
};
const NOW = 1_000_000;
const budget: Budget = { now: NOW, callsToday: 0, nextCallFreesAt: null, onTheirWay: 0 };
const person = (id: string, lane: Lane, queuedAt = 0, manager: string | null = null): Waiting => ({
  personId: id,
  externalId: id,
  lane: laneRank(lane),
  queuedAt,
  manager,
});
const many = (count: number, lane: Lane) =>
  Array.from({ length: count }, (_, n) => person(`${lane}${n}`, lane));
const plan = (queue: Waiting[], change: Partial<Budget> = {}) =>
  planCall(queue, { ...budget, ...change }, limits, 2_000);
const sent = (queue: Waiting[], change: Partial<Budget> = {}) => {
  const made = plan(queue, change);
  return 'send' in made ? made.send.map((one) => one.personId) : made.because;
};

test('a termination that arrives behind thousands of hires is first in the next call', () => {
  const queue = [...many(5_000, 'hire'), person('leaver', 'termination', NOW)];
  expect(sent(queue)[0]).toBe('leaver');
  expect(sent(queue)).toHaveLength(50);
});

test('an urgent termination goes at once, alone if need be, while others may wait to fill a call', () => {
  expect(sent([person('leaver', 'urgent-termination', NOW)], { onTheirWay: 10 })).toEqual([
    'leaver',
  ]);
  expect(sent([person('new', 'hire', NOW)], { onTheirWay: 10 })).toBe('fill');
});

test('one ticket an hour is not held back', () => {
  expect(sent([person('new', 'hire', NOW - 300)])).toEqual(['new']);
});

test('only terminations may use the last twentieth of the day', () => {
  expect(sent(many(60, 'hire'), { callsToday: 1_900 })).toBe('day-used');
  expect(
    sent([...many(60, 'hire'), person('leaver', 'termination')], { callsToday: 1_900 })[0],
  ).toBe('leaver');
  expect(sent([person('leaver', 'termination')], { callsToday: 2_000 })).toBe('day-used');
});

test('a new manager goes in an earlier call than the reports', () => {
  expect(sent([person('report', 'hire', 0, 'boss'), person('boss', 'hire', 1)])).toEqual(['boss']);
  expect(sent([person('report', 'hire', 0, 'boss')])).toEqual(['report']);
});

test('two people who name each other as manager do not block the queue', () => {
  expect(sent([person('a', 'hire', 0, 'b'), person('b', 'hire', 0, 'a')])).toEqual(['a', 'b']);
});

test('waiting grows with the use of the day until a hundred thousand people fit it', () => {
  expect(lingerMs({ ...budget, callsToday: 100 }, limits, 2_000)).toBe(300);
  expect(lingerMs({ ...budget, callsToday: 1_500 }, limits, 2_000)).toBeGreaterThanOrEqual(
    86_400_000 / 2_000,
  );
});
