import type { Random } from '../../src/ports/random.js';

/** Repeatable chance: ids count up, fractions are always one half. */
export function fakeRandom(): Random {
  let count = 0;
  return {
    fraction: () => 0.5,
    uuid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
  };
}
