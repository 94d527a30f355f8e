import { setTimeout as pause } from 'node:timers/promises';
import { SimRandom } from '../simulation/sim-random.js';
import { REPLICAS, type DrainWorld } from './drain-world.js';

export interface KillPlan {
  seed: number;
  /** Milliseconds from one kill to the next, between these two. */
  every: readonly [number, number];
}

export interface Kills {
  all: number;
  /** Of the one that held the lane. */
  ofHolder: number;
}

/** Kills one replica after the other, each while it may be half done with anything, and starts it again. */
export class Killer {
  readonly kills: Kills = { all: 0, ofHolder: 0 };
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;

  constructor(
    private readonly world: DrainWorld,
    plan: KillPlan | null,
  ) {
    this.running = plan ? this.run(plan) : Promise.resolve();
  }

  /** Every replica runs again afterwards. */
  stop(): Promise<void> {
    this.stopping.abort();
    return this.running;
  }

  private async run({ seed, every }: KillPlan): Promise<void> {
    const random = new SimRandom(seed);
    for (let turn = 0; ; turn++) {
      await this.wait(random.between(...every));
      if (this.stopping.signal.aborted) return;
      const replica = turn % REPLICAS;
      const held = await this.world.holdsLane(replica);
      await this.world.end(replica, 'SIGKILL');
      this.kills.all++;
      if (held) this.kills.ofHolder++;
      await this.world.start(replica);
    }
  }

  private wait(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
