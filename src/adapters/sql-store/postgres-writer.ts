import { setTimeout as wait } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { forgetAudit, hasUnsealed, sealAudit, type AuditMark } from '../../ledger/audit.js';
import type { Database } from '../../ports/schema.js';
import {
  ChangedMeanwhileError,
  CommitUnknownError,
  StoreUnavailableError,
  type Tx,
} from '../../ports/store.js';
import { leavesCommitOpen, meaningOf } from './postgres-errors.js';
import { SharedFlush } from './shared-flush.js';

/** A run that met another writer is tried again; so many in a row have another cause. */
const MOST_RUNS = 10;
/** Of these, runs that found the connection broken: the pool may hold dead ones. */
const MOST_RECONNECTS = 2;
/** How long to ask whether a commit without an answer took place, milliseconds. */
const ASK_FOR_MS = 10_000;

type Ended<T> = { is: 'done'; value: T } | { is: 'again'; error: unknown };

/** Runs transactions in PostgreSQL, each as often as it takes until it is done once or not at all. */
export class PostgresWriter {
  private readonly running = new Set<Promise<unknown>>();
  private readonly flush: SharedFlush;

  constructor(private readonly db: Kysely<Database>) {
    this.flush = new SharedFlush(db);
  }

  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const run = this.untilDone(work);
    const settled = run.catch(() => undefined).finally(() => this.running.delete(settled));
    this.running.add(settled);
    return run;
  }

  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private async untilDone<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    let reconnects = 0;
    for (let run = 1; ; run++) {
      const ended = await this.once(work);
      if (ended.is === 'done') return ended.value;
      const { error } = ended;
      if (meaningOf(error) === 'unavailable' && ++reconnects > MOST_RECONNECTS) {
        throw new StoreUnavailableError('the database cannot be written to', { cause: error });
      }
      if (run >= MOST_RUNS) throw error;
      await wait(Math.random() * Math.min(2 ** run, 200));
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<Ended<T>> {
    let ready: { value: T; mark: AuditMark | null } | undefined;
    try {
      const value = await this.db
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (tx) => {
          const result = await work(tx);
          ready = { value: result, mark: await seal(tx) };
          return result;
        });
      if (ready?.mark) await this.flush.flushed();
      return { is: 'done', value };
    } catch (error) {
      if (ready && leavesCommitOpen(error)) return this.lookUp(ready.value, ready.mark, error);
      const again = error instanceof ChangedMeanwhileError || meaningOf(error) !== 'broken';
      if (!again) throw error;
      return { is: 'again', error };
    }
  }

  /** The answer to COMMIT was lost, so the audit trail must tell whether it took place. */
  private async lookUp<T>(value: T, mark: AuditMark | null, cause: unknown): Promise<Ended<T>> {
    const until = performance.now() + ASK_FOR_MS;
    for (let pause = 50; mark && performance.now() < until; pause = Math.min(pause * 2, 1_000)) {
      try {
        if (!(await this.stands(mark))) return { is: 'again', error: cause };
        await this.flush.flushed();
        return { is: 'done', value };
      } catch (error) {
        if (meaningOf(error) === 'broken') throw error;
      }
      await wait(pause);
    }
    throw new CommitUnknownError('the answer to a commit was lost', { cause });
  }

  /** Under the lock the lost transaction held: when it is ours, that one has ended, either way. */
  private stands({ seq, hash }: AuditMark): Promise<boolean> {
    return this.db.transaction().execute(async (tx) => {
      await lockAudit(tx);
      const row = await tx
        .selectFrom('audit')
        .select('seq')
        .where('seq', '=', seq)
        .where('hash', '=', hash)
        .executeTakeFirst();
      return row !== undefined;
    });
  }
}

/** The last thing before the commit; what was linked to the audit trail, if anything. */
async function seal(tx: Tx): Promise<AuditMark | null> {
  try {
    if (!hasUnsealed(tx)) return null;
    await lockAudit(tx);
    return await sealAudit(tx);
  } finally {
    forgetAudit(tx);
  }
}

/**
 * Whoever appends to the audit trail makes all others wait until its commit. That commit therefore
 * does not wait for the disk itself: `SharedFlush` does, for all who are done meanwhile.
 */
async function lockAudit(tx: Tx): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(${AUDIT_LOCK}, 'audit'::regclass::oid::int8::int4),
      set_config('synchronous_commit', 'off', true)`.execute(tx);
}

/** Any number, as long as nobody else in the database locks under it. */
const AUDIT_LOCK = 1_247_634_017;
