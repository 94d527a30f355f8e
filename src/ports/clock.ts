/**
 * The only source of time. Wall time is for what people and upstreams see; monotonic time is for
 * waits and windows, which must not move when the wall clock is set.
 */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonic(): number;
  /** Resolves after `ms` of this clock's time, or at once when the signal aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
