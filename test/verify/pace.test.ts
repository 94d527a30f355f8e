import { backoffMs, nextLookMs } from '../../src/verify/pace.js';

test('waits are whole milliseconds, as the ledger keeps them', () => {
  expect(nextLookMs(3_600_001)).toBe(450_000);
  expect(backoffMs(1, 0.3333, 0)).toBe(3_333);
});

test('a ticket is looked at every few minutes while young, hourly once old', () => {
  expect([nextLookMs(0), nextLookMs(86_400_000)]).toEqual([180_000, 3_600_000]);
});
