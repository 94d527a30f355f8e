import { endLease, renewLease, takeLease, type Lease } from '../ledger/lease.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { Store } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';

export interface LaneDeps {
  store: Store;
  clock: Clock;
  log: Log;
  /** Name of the target. */
  target: string;
  /** Called once the lane is ours: others here have work now. */
  onTaken?: () => void;
}

/** With a look every second, another replica takes over within 8 s of the holder's last sign. */
const LEASE_MS = 6_000;
const RENEW_MS = 2_000;
/** So much earlier the holder itself stops: it may learn late what time it is. */
const MARGIN_MS = 1_000;

/**
 * One replica at a time acts for a target: it alone sends, reads the job and the log. Held by a
 * lease in the store, which the transaction that records a call stands on. Where the store belongs
 * to one process the lane is taken once and kept.
 */
export class Lane implements Worker {
  readonly name: string;
  readonly idleMs = 1_000;
  private lease: Lease | null = null;
  private goodUntil = -Infinity;
  private renewAt = -Infinity;

  constructor(private readonly deps: LaneDeps) {
    this.name = `lane ${deps.target}`;
  }

  /** The lease while it surely is ours; null otherwise. Looks at no more than the clock. */
  held(): Lease | null {
    return this.deps.clock.monotonic() < this.goodUntil ? this.lease : null;
  }

  /** Takes the lane where it is free, renews it in time. */
  async step(): Promise<number> {
    const from = this.deps.clock.monotonic();
    if (from < this.renewAt) return 0;
    const before = this.lease;
    this.lease = (await this.renewed()) ?? (await this.taken());
    if (!this.lease) this.goodUntil = this.renewAt = -Infinity;
    else if (!this.deps.store.shared) this.goodUntil = this.renewAt = Infinity;
    else {
      // From before the question was asked: the store counted from a later instant.
      this.goodUntil = from + LEASE_MS - MARGIN_MS;
      this.renewAt = from + RENEW_MS;
    }
    this.tell(before);
    return 0;
  }

  /** Leaves it to another replica at once. */
  async release(): Promise<void> {
    const { store, clock } = this.deps;
    const { lease } = this;
    this.lease = null;
    this.goodUntil = -Infinity;
    if (lease && store.shared) await store.write((tx) => endLease(tx, lease, clock.now()));
  }

  private async renewed(): Promise<Lease | null> {
    const { lease } = this;
    if (!lease) return null;
    const { store, clock } = this.deps;
    const ours = await store.write((tx) => renewLease(tx, lease, clock.now() + LEASE_MS));
    return ours ? lease : null;
  }

  private async taken(): Promise<Lease | null> {
    const { store, clock, target } = this.deps;
    const wanted = { name: `target:${target}`, holder: store.replica };
    const now = clock.now();
    const until = store.shared ? now + LEASE_MS : Number.MAX_SAFE_INTEGER;
    return store.write((tx) => takeLease(tx, wanted, now, until));
  }

  private tell(before: Lease | null): void {
    const { log, target, store } = this.deps;
    const fence = this.lease?.fence;
    if (!store.shared || before?.fence === fence) return;
    if (fence === undefined) log.warn('lane-lost', { target });
    else {
      log.info('lane-taken', { target, fence });
      this.deps.onTaken?.();
    }
  }
}
