import { setTimeout as pause } from 'node:timers/promises';
import type { SimRandom } from '../simulation/sim-random.js';
import type { Replica } from './replica.js';

export type Event = 'killed' | 'ended in order' | 'paused' | 'paused beyond its lease';

/** A lease of the lane is good for 6 s (`src/submit/lane.ts`). */
const SHORT_MS = [200, 3_000] as const;
const LONG_MS = [6_500, 9_000] as const;
const BETWEEN_MS = [100, 1_200] as const;
const DOWN_MS = [0, 1_200] as const;

/** Strikes one replica, again and again; `allowed` says each time whether to go on. */
export async function harass(
  replica: Replica,
  random: SimRandom,
  allowed: () => boolean,
  onEvent: (event: Event) => Promise<void>,
): Promise<void> {
  const wait = ([least, most]: readonly [number, number]) => pause(random.between(least, most));
  while (allowed()) {
    await wait(BETWEEN_MS);
    const event = chosen(random);
    await onEvent(event);
    if (event === 'killed' || event === 'ended in order') {
      await (event === 'killed' ? replica.end() : replica.endInOrder());
      await wait(DOWN_MS);
      await replica.start();
    } else {
      replica.stop();
      await wait(event === 'paused' ? SHORT_MS : LONG_MS);
      replica.goOn();
    }
  }
}

function chosen(random: SimRandom): Event {
  const roll = random.fraction();
  if (roll < 0.4) return 'killed';
  if (roll < 0.55) return 'ended in order';
  return roll < 0.87 ? 'paused' : 'paused beyond its lease';
}
