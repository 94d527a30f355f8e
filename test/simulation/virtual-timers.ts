import type { SimClock } from './sim-clock.js';

/** The driver of a server that is not simulated: its connections would end whenever time jumps. */
const DRIVER = /[\\/]node_modules[\\/]pg(-pool)?[\\/]/;

/**
 * The limiter library starts each job by a timer of its own; in a simulation those fire by the
 * simulated clock too. Where the store is on a server its driver is spared, at the price of a look at
 * the stack for each timer. Returns how to undo it.
 */
export function useVirtualTimers(clock: SimClock, onServer = false): () => void {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const timers = new Map<number, { run: () => void }>();
  let next = 1;
  const virtual = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    if (onServer && DRIVER.test(new Error().stack ?? '')) return real.setTimeout(run, ms, ...args);
    const id = next++;
    const timer = clock.after(ms, () => {
      timers.delete(id);
      run(...args);
    });
    timers.set(id, timer);
    return id;
  };
  const clear = (id: unknown) => {
    if (typeof id !== 'number') return real.clearTimeout(id as NodeJS.Timeout);
    const timer = timers.get(id);
    if (timer) timer.run = () => undefined;
    timers.delete(id);
  };
  Object.assign(globalThis, { setTimeout: virtual, clearTimeout: clear });
  return () => void Object.assign(globalThis, real);
}
