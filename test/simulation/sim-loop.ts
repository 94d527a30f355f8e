import type { Log } from '../../src/ports/log.js';
import { describeError } from '../../src/loop.js';
import type { Worker, Workers } from '../../src/ports/worker.js';
import type { Life } from './life.js';
import type { SimClock } from './sim-clock.js';

/** More lanes than two of one stage show no other races, only more of the same. */
const MOST_LANES = 2;
/** A worker this slow looks by the clock; the others look when something may be due. */
const BY_THE_CLOCK_MS = 60_000;

/** Turns the workers of one life, not by polling but when the world says that one has work. */
export class SimLoop implements Workers {
  private readonly idle = new Map<string, (() => void)[]>();
  private stopped = false;

  constructor(
    private readonly clock: SimClock,
    private readonly life: Life,
    private readonly log: Log,
  ) {}

  start(worker: Worker): void {
    const lanes = Math.min(worker.parallel ?? 1, MOST_LANES);
    for (let lane = 0; lane < lanes; lane++) void this.run(worker);
  }

  /** The world sees for itself when something is due. */
  wake(): void {}

  /** Of each of those stages one idle worker looks once; while it works, the next one is turned to. */
  turn(stages: readonly string[]): void {
    for (const stage of stages) this.idle.get(stage)?.shift()?.();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const look of [...this.idle.values()].flat()) look();
  }

  private async run(worker: Worker): Promise<void> {
    while (this.life.alive && !this.stopped) {
      let worked = 0;
      let failed = false;
      try {
        worked = await this.life.guard(worker.step());
      } catch (error) {
        failed = true;
        this.log.error('step-failed', { worker: worker.name, error: describeError(error) });
      }
      if (failed) await this.clock.sleep(Math.max(worker.idleMs, 20_000));
      else if (worked === 0) await this.rest(worker);
    }
  }

  private rest(worker: Worker): Promise<void> {
    if (worker.idleMs >= BY_THE_CLOCK_MS) return this.clock.sleep(worker.idleMs);
    const stage = worker.name.split(' ')[0] as string;
    return new Promise((resolve) => {
      this.idle.set(stage, [...(this.idle.get(stage) ?? []), resolve]);
    });
  }
}
