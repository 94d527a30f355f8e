import { Pace } from '../../src/submit/pace.js';
import { FakeClock } from '../support/fake-clock.js';

test('a call that fails gives its token back like any other', async () => {
  const pace = new Pace(new FakeClock(), 5_000, 2, 1);
  for (let count = 0; count < 5; count++) {
    await expect(
      pace.run(async () => {
        throw new Error('the store is full');
      }),
    ).rejects.toThrow('full');
  }
  let ran = false;
  await pace.run(async () => (ran = true));
  expect(ran).toBe(true);
});

test('calls of the last 24 hours are counted by a clock that nobody sets', async () => {
  const clock = new FakeClock();
  const pace = new Pace(clock, 5_000, 40, 1);
  const wall = clock.now;
  await pace.run(async () => true);
  clock.now = () => wall() + 30 * 3_600_000;
  expect(pace.madeToday()).toBe(1);
  clock.advance(24 * 3_600_000);
  expect(pace.madeToday()).toBe(0);
});

test('what failed before it was a call does not use up the day', async () => {
  const pace = new Pace(new FakeClock(), 5_000, 2, 1);
  await pace.run(() => Promise.reject(new Error('the store is full'))).catch(() => undefined);
  expect(pace.madeToday()).toBe(0);
  await pace.run(async () => true);
  expect(pace.madeToday()).toBe(1);
});
