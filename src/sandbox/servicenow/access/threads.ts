import type { Platform } from '../platform.js';

/**
 * H7: the semaphore pool of the API. Calls are answered in no time here, so each one is said to
 * hold its thread for the latency of the instance.
 */
export class ThreadPool {
  private busyUntil: number[] = [];

  /** Whether a thread was free. */
  enter(platform: Platform): boolean {
    const { count, latencyMs } = platform.settings.threads;
    if (latencyMs === 0) return true;
    const now = platform.clock.monotonic();
    this.busyUntil = this.busyUntil.filter((until) => until > now);
    if (this.busyUntil.length >= count) return false;
    this.busyUntil.push(now + latencyMs);
    return true;
  }
}
