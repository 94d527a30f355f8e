import { SteadyClock } from '../../src/adapters/steady-clock.js';
import type { Clock } from '../../src/ports/clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A machine whose clock can be set. */
class Machine implements Clock {
  time = 1_000_000_000;
  offMs = 0;
  frozenAt: number | null = null;
  now = () => this.frozenAt ?? this.time + this.offMs;
  monotonic = () => this.time;
  sleep = () => Promise.resolve();
}

let machine: Machine;
let clock: SteadyClock;
beforeEach(() => {
  machine = new Machine();
  clock = new SteadyClock(machine);
});

/** Lets time go by, with a look every minute, as a bridge at work has it. */
function pass(ms: number): void {
  for (let left = ms; left > 0; left -= MINUTE) {
    machine.time += Math.min(left, MINUTE);
    clock.now();
  }
}

test('follows the machine, and its small corrections at once', () => {
  pass(HOUR);
  machine.offMs = -3 * MINUTE;
  expect(clock.now()).toBe(machine.time - 3 * MINUTE);
  expect(clock.strayMs).toBe(0);
});

test.each([2 * HOUR, -2 * HOUR, 87_600 * HOUR])('is not moved by a jump of %i ms', (byMs) => {
  pass(HOUR);
  machine.offMs = byMs;
  pass(30 * MINUTE);
  expect(clock.now()).toBe(machine.time);
  expect(clock.strayMs).toBe(byMs);
  machine.offMs = 0;
  expect(clock.now()).toBe(machine.time);
  expect(clock.strayMs).toBe(0);
});

test('goes on when the machine’s clock stands still', () => {
  machine.frozenAt = machine.time;
  pass(3 * HOUR);
  expect(Math.abs(clock.now() - machine.time)).toBeLessThan(10 * MINUTE);
  expect(clock.strayMs).toBeLessThan(-2 * HOUR);
});

test('believes a new time that has stood for an hour, and tells by how much it was set', () => {
  machine.offMs = 2 * HOUR;
  pass(59 * MINUTE);
  expect(clock.now()).toBe(machine.time);
  pass(2 * MINUTE);
  expect(clock.now()).toBe(machine.time + 2 * HOUR);
  expect(clock.takeStep()).toBe(2 * HOUR);
  expect(clock.takeStep()).toBe(0);
});

test('never believes a jump of years', () => {
  machine.offMs = 87_600 * HOUR;
  pass(26 * HOUR);
  expect(clock.now()).toBe(machine.time);
});
