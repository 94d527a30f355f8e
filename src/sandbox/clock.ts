import type { Clock } from '../ports/clock.js';
import type { Collection, SandboxState } from './state.js';

/** A longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Sleeper {
  wakesAt: number;
  wake: () => void;
  timer: NodeJS.Timeout | undefined;
}

/**
 * The system's clock with a hand that turns it forward. Here alone the sandbox meets real time. What
 * was turned is kept in the state, so that a restart does not go back in time.
 */
export class TurnableClock implements Clock {
  private readonly kept: Collection<number>;
  private readonly sleepers = new Set<Sleeper>();

  constructor(state: SandboxState) {
    this.kept = state.collection<number>('sandbox.clock');
  }

  get offsetMs(): number {
    return this.kept.get('offsetMs') ?? 0;
  }

  now(): number {
    return Date.now() + this.offsetMs;
  }

  monotonic(): number {
    return performance.now() + this.offsetMs;
  }

  /** Never back: monotonic time, and records already written, would contradict it. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`a clock turns forward only, got ${ms} ms`);
    this.kept.put('offsetMs', this.offsetMs + ms);
    for (const sleeper of [...this.sleepers]) this.arm(sleeper);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        wakesAt: this.monotonic() + ms,
        timer: undefined,
        wake: () => {
          clearTimeout(sleeper.timer);
          this.sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      signal?.addEventListener('abort', sleeper.wake, { once: true });
      this.sleepers.add(sleeper);
      this.arm(sleeper);
    });
  }

  private arm(sleeper: Sleeper): void {
    clearTimeout(sleeper.timer);
    const left = sleeper.wakesAt - this.monotonic();
    if (left <= 0) return sleeper.wake();
    sleeper.timer = setTimeout(() => this.arm(sleeper), Math.min(left, LONGEST_TIMER_MS));
  }
}
