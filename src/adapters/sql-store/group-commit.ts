import { sql, type Kysely } from 'kysely';
import { forgetAudit, sealAudit } from '../../ledger/audit.js';
import { StoreUnavailableError, type Tx } from '../../ports/store.js';
import type { Database } from '../../ports/schema.js';

interface Job {
  work: (tx: Tx) => Promise<unknown>;
  done: (result: Settled) => void;
}
type Settled = { value: unknown; error?: undefined } | { error: Error };

/** Stands where a result will; made once, since an error takes longer to make than a savepoint. */
const NOT_COMMITTED: Settled = { error: new StoreUnavailableError('not committed') };

/**
 * SQLite syncs the disk once per commit. Waiting writers share one: each runs in a savepoint of
 * its own, so a failure undoes that writer alone, and all are told after the commit is durable.
 */
export class GroupCommit {
  private readonly queue: Job[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly db: Kysely<Database>,
    private readonly most = 200,
  ) {}

  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.queue.push({
        work,
        done: (result) => {
          // What a writer threw is handed on as it is.
          if (result.error !== undefined) reject(result.error);
          else resolve(result.value as T);
        },
      });
      this.running ??= this.drain();
    });
  }

  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      const settled: [Job, Settled][] = [];
      try {
        await this.db.transaction().execute(async (tx) => {
          while (this.queue.length > 0 && settled.length < this.most) {
            const job = this.queue.shift() as Job;
            settled.push([job, NOT_COMMITTED]);
            settled[settled.length - 1] = [job, await inSavepoint(tx, job)];
          }
        });
        for (const [job, result] of settled) job.done(result);
      } catch (cause) {
        const error = new StoreUnavailableError('the transaction could not be committed', {
          cause,
        });
        for (const [job] of settled) job.done({ error });
        // Nothing was started: BEGIN itself failed, so those who wait must hear of it as well.
        if (settled.length === 0) for (const job of this.queue.splice(0)) job.done({ error });
      }
    }
    // In the same turn as the last look at the queue, or a writer could arrive in between.
    this.running = null;
  }
}

async function inSavepoint(tx: Tx, job: Job): Promise<Settled> {
  await sql`SAVEPOINT one`.execute(tx);
  let result: Settled;
  try {
    const value = await job.work(tx);
    await sealAudit(tx);
    result = { value };
  } catch (thrown) {
    forgetAudit(tx);
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    await sql`ROLLBACK TO one`.execute(tx);
    result = { error };
  }
  await sql`RELEASE one`.execute(tx);
  return result;
}
