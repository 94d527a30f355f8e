import type { Store } from './ports/store.js';
import type { Workers } from './ports/worker.js';

/** Something new is in the store: idle workers look at once, here and in every other replica. */
export function wakeAll({ loop, store }: { loop: Workers; store: Store }): void {
  loop.wake();
  store.nudges.send();
}
