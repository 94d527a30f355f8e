import { TurnableClock } from '../../../src/sandbox/clock.js';
import { SandboxState } from '../../../src/sandbox/state.js';
import { Ticker } from '../../../src/sandbox/ticker.js';
import { HandClock } from '../servicenow/instance.js';

const HOUR = 3_600_000;

test('turning the clock moves wall time and monotonic time', () => {
  const clock = new TurnableClock(new SandboxState(':memory:'));
  const [now, monotonic] = [clock.now(), clock.monotonic()];
  clock.advance(HOUR);
  expect(clock.now() - now).toBeGreaterThanOrEqual(HOUR);
  expect(clock.monotonic() - monotonic).toBeGreaterThanOrEqual(HOUR);
});

test('what was turned survives a restart', () => {
  const state = new SandboxState(':memory:');
  new TurnableClock(state).advance(HOUR);
  expect(new TurnableClock(state).offsetMs).toBe(HOUR);
});

test('a sleeper wakes when the clock is turned past its time', async () => {
  const clock = new TurnableClock(new SandboxState(':memory:'));
  const slept = clock.sleep(HOUR);
  clock.advance(HOUR);
  await slept;
});

test('a sleeper wakes when its signal aborts', async () => {
  const clock = new TurnableClock(new SandboxState(':memory:'));
  const stop = new AbortController();
  const slept = clock.sleep(HOUR, stop.signal);
  stop.abort();
  await slept;
  await clock.sleep(HOUR, stop.signal);
});

test('the clock is never turned back', () => {
  const clock = new TurnableClock(new SandboxState(':memory:'));
  expect(() => clock.advance(-1)).toThrow(RangeError);
});

test('the ticker tells of a failure and goes on', async () => {
  const told: string[] = [];
  let turns = 0;
  await new Promise<void>((thirdTurn) => {
    const work = () => {
      if (++turns === 1) return Promise.reject(new Error('broken'));
      if (turns === 3) {
        void ticker.stop();
        thirdTurn();
      }
      return Promise.resolve();
    };
    const ticker = new Ticker(new HandClock(), work, (text) => told.push(text));
    ticker.start();
  });
  expect(told).toEqual(['sandbox: broken']);
});
