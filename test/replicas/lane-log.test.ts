import { laneViolations, lanesTaken } from './lane-log.js';

const taken = (second: number, fence: number) =>
  JSON.stringify({
    at: `2026-11-25T06:00:0${second}Z`,
    event: 'lane-taken',
    target: 'entra',
    fence,
  });
const found = (log: string[]) => laneViolations(log).map(({ what }) => what);

test('holders one after the other are in order', () => {
  const log = [taken(3, 2), '{"event":"listening"}', taken(1, 1)];
  expect(lanesTaken(log).map(({ fence }) => fence)).toEqual([1, 2]);
  expect(found(log)).toEqual([]);
});

test('one fence for two holders is not, nor a later one for an earlier holder', () => {
  expect(found([taken(1, 4), taken(2, 4)])).toEqual(['two replicas had the lane under fence 4']);
  expect(found([taken(2, 4), taken(1, 5)])).toEqual(['fence 5 was taken before 4']);
});
