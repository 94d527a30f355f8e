import type { Clock } from '../../src/ports/clock.js';
import type { FaultPoint, Faults } from '../../src/ports/faults.js';
import type { SimRandom } from './sim-random.js';

/** The process was killed: whatever it was doing never goes on. */
export class HostDied extends Error {
  override readonly name = 'HostDied';
}

/**
 * One run of the process, from start to kill. Everything it reaches the outside with goes through
 * here, so that nothing of a killed process is ever seen again.
 */
export class Life implements Faults {
  alive = true;
  /** Resolves with this life. */
  readonly ended: Promise<void>;
  private end: () => void = () => undefined;

  constructor(
    private readonly random: SimRandom,
    private readonly killAt: () => number,
    private readonly onDeath: (where: string) => void,
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  /** Ends this life where chance has it so. */
  risk(where: string): void {
    if (this.alive && this.random.chance(this.killAt())) this.kill(where);
    if (!this.alive) throw new HostDied(where);
  }

  kill(where: string): void {
    if (!this.alive) return;
    this.alive = false;
    this.end();
    this.onDeath(where);
  }

  /** Faults: the product tells where it stands. */
  reach(point: FaultPoint): void {
    this.risk(point);
  }

  /** What a call of a killed process resolves to: nothing, ever. */
  never(): Promise<never> {
    return new Promise(() => undefined);
  }

  /** Hands a result on only to a process that is still there to take it. */
  async guard<T>(work: Promise<T>): Promise<T> {
    try {
      const result = await work;
      return this.alive ? result : await this.never();
    } catch (error) {
      if (!this.alive) return this.never();
      throw error;
    }
  }

  /** The machine's clock as this process sees it, with what somebody has set it off by. */
  clock(clock: Clock, skewMs: () => number): Clock {
    return {
      now: () => clock.now() + skewMs(),
      monotonic: () => clock.monotonic(),
      sleep: (ms, signal) => this.guard(clock.sleep(ms, signal)),
    };
  }
}
