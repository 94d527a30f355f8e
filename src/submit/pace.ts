import Bottleneck from 'bottleneck';
import type { Clock } from '../ports/clock.js';

const DAY_MS = 86_400_000;

/**
 * At most `calls` in any window: each token comes back one window after its call was answered, so
 * the window slides with the slowest clock of the two sides. Refreshing the whole reservoir at
 * fixed times, or spacing calls evenly, was refused by a strict counter.
 */
export class Pace {
  private readonly limiter: Bottleneck;
  /** When calls ended, by the monotonic clock. */
  private made: number[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly windowMs: number,
    calls: number,
    atOnce: number,
  ) {
    this.limiter = new Bottleneck({ reservoir: calls, maxConcurrent: atOnce });
  }

  /** Tokens already used by calls of the last window, e.g. before a restart. */
  async spend(calls: number): Promise<void> {
    if (calls === 0) return;
    for (let used = 0; used < calls; used++) await this.limiter.incrementReservoir(-1);
    void this.giveBack(calls);
  }

  /** Runs `call` when a token is free; `call` says whether it really called. If it throws, it may have. */
  async run(call: () => Promise<boolean>): Promise<void> {
    await this.limiter.schedule(async () => {
      let called = true;
      try {
        called = await call();
        // One that threw after it was made stands in the ledger, which counts as well.
        if (called) this.made.push(this.clock.monotonic());
      } finally {
        if (called) void this.giveBack(1);
        else await this.limiter.incrementReservoir(1);
      }
    });
  }

  /** Calls made here in the last 24 hours, whatever the wall clock says. */
  madeToday(): number {
    const from = this.clock.monotonic() - DAY_MS;
    if (this.made[0] !== undefined && this.made[0] <= from) {
      this.made = this.made.filter((at) => at > from);
    }
    return this.made.length;
  }

  private async giveBack(tokens: number): Promise<void> {
    await this.clock.sleep(this.windowMs);
    await this.limiter.incrementReservoir(tokens);
  }
}
