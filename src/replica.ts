import { forgetEverybody, releaseOrphans, reportAlive, reportGone } from './ledger/presence.js';
import type { Clock } from './ports/clock.js';
import type { Store } from './ports/store.js';
import type { Worker } from './ports/worker.js';

/** Often enough that one report may fail, or come late, and nobody takes this replica for dead. */
const REPORT_MS = 5_000;

/**
 * This process among those that work on one store: says that it is alive, and frees what replicas
 * held that are gone. Where the store belongs to one process, that is done once, at the start.
 */
export class Replica implements Worker {
  readonly name = 'replica';
  readonly idleMs = REPORT_MS;
  private reportAt = -Infinity;

  constructor(private readonly deps: { store: Store; clock: Clock }) {}

  async join(): Promise<void> {
    const { store, clock } = this.deps;
    if (store.shared) await this.step();
    else {
      await store.write(async (tx) => {
        await forgetEverybody(tx);
        await releaseOrphans(tx, clock.now());
      });
    }
  }

  async step(): Promise<number> {
    const { store, clock } = this.deps;
    const from = clock.monotonic();
    if (from < this.reportAt) return 0;
    const now = clock.now();
    await store.write((tx) => reportAlive(tx, store.replica, now));
    await store.write((tx) => releaseOrphans(tx, now));
    this.reportAt = from + REPORT_MS;
    return 0;
  }

  async release(): Promise<void> {
    const { store } = this.deps;
    if (store.shared) await store.write((tx) => reportGone(tx, store.replica));
  }
}
