import { sql } from 'kysely';
import type { Clock } from '../ports/clock.js';
import type { Reader } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';

const MEASURE_EVERY_MS = 10_000;
/** So long a question may take; replicas then differ by less than the margin of a lease. */
const BELIEVED_MS = 1_000;

/**
 * The database's time, so that replicas whose machines disagree still mean the same instant. Asked
 * for at start and regularly; in between this machine's monotonic clock goes on from it, so that
 * nobody who sets the wall clock moves a lease or a deadline.
 */
export class DatabaseClock implements Clock, Worker {
  readonly name = 'database time';
  readonly idleMs = MEASURE_EVERY_MS;
  /** The database's time less the monotonic time of this machine. */
  private offsetMs = 0;
  private measureAt = -Infinity;

  private constructor(
    private readonly read: Reader,
    private readonly machine: Clock,
  ) {}

  static async open(read: Reader, machine: Clock): Promise<DatabaseClock> {
    const clock = new DatabaseClock(read, machine);
    await clock.step();
    return clock;
  }

  now(): number {
    return Math.round(this.machine.monotonic() + this.offsetMs);
  }

  monotonic(): number {
    return this.machine.monotonic();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.machine.sleep(ms, signal);
  }

  /**
   * Measures once more when it is time; off by at most half of what the question took. One that had
   * to wait for a connection would be off by seconds, so the time known before is kept.
   */
  async step(): Promise<number> {
    const asked = this.machine.monotonic();
    if (asked < this.measureAt) return 0;
    const { rows } = await sql<{ now: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(this.read);
    const answered = this.machine.monotonic();
    if (answered - asked > BELIEVED_MS && this.measureAt > -Infinity) return 0;
    this.offsetMs = (rows[0]?.now as number) - (asked + answered) / 2;
    this.measureAt = answered + MEASURE_EVERY_MS;
    return 0;
  }
}
