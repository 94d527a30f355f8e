import type { SimClock } from './sim-clock.js';

/**
 * The limiter library starts each job by a timer of its own; in a simulation those fire by the
 * simulated clock too. Returns how to undo it.
 */
export function useVirtualTimers(clock: SimClock): () => void {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const timers = new Map<number, { run: () => void }>();
  let next = 1;
  const virtual = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const id = next++;
    const timer = clock.after(ms, () => {
      timers.delete(id);
      run(...args);
    });
    timers.set(id, timer);
    return id;
  };
  const clear = (id: unknown) => {
    const timer = timers.get(id as number);
    if (timer) timer.run = () => undefined;
    timers.delete(id as number);
  };
  Object.assign(globalThis, { setTimeout: virtual, clearTimeout: clear });
  return () => void Object.assign(globalThis, real);
}
