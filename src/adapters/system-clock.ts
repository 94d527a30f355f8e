import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../ports/clock.js';

/** Time as the machine has it. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    // An abort is a wake-up, not a failure.
    await wait(Math.min(ms, 2 ** 31 - 1), undefined, signal ? { signal } : {}).catch(
      () => undefined,
    );
  },
};
