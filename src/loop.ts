import type { Clock } from './ports/clock.js';
import type { Log } from './ports/log.js';
import type { Worker, Workers } from './ports/worker.js';

/**
 * Turns workers until stopped. A step that throws is logged and tried again after a growing wait:
 * what it had claimed becomes due again by its lease.
 */
export class Loop implements Workers {
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>[] = [];
  private wakeUp = new AbortController();

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  start(worker: Worker): void {
    for (let lane = 0; lane < (worker.parallel ?? 1); lane++) this.running.push(this.turn(worker));
  }

  wake(): void {
    this.wakeUp.abort();
    this.wakeUp = new AbortController();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await Promise.all(this.running);
  }

  private async turn(worker: Worker): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      let worked = 0;
      try {
        worked = await worker.step();
        failures = 0;
      } catch (error) {
        failures++;
        this.log.error('step-failed', { worker: worker.name, error: describeError(error) });
      }
      if (worked === 0 || failures > 0) await this.rest(worker.idleMs * 2 ** Math.min(failures, 6));
    }
  }

  private rest(ms: number): Promise<void> {
    const signal = AbortSignal.any([this.stopping.signal, this.wakeUp.signal]);
    return this.clock.sleep(Math.min(ms, 60_000), signal);
  }
}

/** Name, message and the place it was thrown; never the data it was working on. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error object';
  const place =
    error.stack
      ?.split('\n')
      .find((line) => line.trim().startsWith('at '))
      ?.trim() ?? '';
  const cause =
    error.cause instanceof Error ? `; caused by ${error.cause.name}: ${error.cause.message}` : '';
  return `${error.name}: ${error.message}${cause} ${place}`;
}
