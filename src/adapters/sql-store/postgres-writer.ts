import { setTimeout as wait } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { forgetAudit, hasUnsealed, sealAudit } from '../../ledger/audit.js';
import type { Database } from '../../ports/schema.js';
import {
  ChangedMeanwhileError,
  CommitUnknownError,
  StoreUnavailableError,
  type Tx,
} from '../../ports/store.js';
import { leavesCommitOpen, meaningOf } from './postgres-errors.js';

/** A run that met another writer is tried again; so many in a row have another cause. */
const MOST_RUNS = 10;
/** Of these, runs that found the connection broken: the pool may hold several dead ones. */
const MOST_RECONNECTS = 2;
/** How long to ask the server whether a commit without an answer took place, milliseconds. */
const ASK_FOR_MS = 10_000;

type Ended<T> = { is: 'done'; value: T } | { is: 'again'; error: unknown } | { is: 'undone' };

/** Runs transactions in PostgreSQL, as often as it takes until each is done once or not at all. */
export class PostgresWriter {
  private readonly running = new Set<Promise<unknown>>();

  constructor(private readonly db: Kysely<Database>) {}

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
      if (ended.is === 'undone') {
        if (++reconnects > MOST_RECONNECTS) throw unavailable(undefined);
      } else if (isUnavailable(ended.error)) {
        if (++reconnects > MOST_RECONNECTS) throw unavailable(ended.error);
      } else if (run >= MOST_RUNS) throw ended.error;
      await wait(Math.random() * Math.min(2 ** run, 200));
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<Ended<T>> {
    let ready: { value: T; xid: string | null } | undefined;
    try {
      const value = await this.db
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (tx) => {
          const result = await work(tx);
          ready = { value: result, xid: await seal(tx) };
          return result;
        });
      return { is: 'done', value };
    } catch (error) {
      if (ready?.xid && leavesCommitOpen(error)) return this.lookUp(ready.xid, ready.value, error);
      const again = error instanceof ChangedMeanwhileError || meaningOf(error) !== 'broken';
      if (!again) throw error;
      return { is: 'again', error };
    }
  }

  /** The answer to COMMIT was lost: the server knows what became of the transaction. */
  private async lookUp<T>(xid: string, value: T, cause: unknown): Promise<Ended<T>> {
    const until = performance.now() + ASK_FOR_MS;
    for (let pause = 50; performance.now() < until; pause = Math.min(pause * 2, 1_000)) {
      const status = await this.statusOf(xid);
      if (status === 'committed') return { is: 'done', value };
      if (status === 'aborted') return { is: 'undone' };
      await wait(pause);
    }
    throw new CommitUnknownError('the answer to a commit was lost', { cause });
  }

  /** `in progress` while the server has not noticed yet that nobody listens. */
  private async statusOf(xid: string): Promise<string | null> {
    try {
      const { rows } = await sql<{ status: string | null }>`
        select pg_xact_status(${xid}::text::xid8) as status`.execute(this.db);
      return rows[0]?.status ?? null;
    } catch (error) {
      if (meaningOf(error) === 'unavailable') return null;
      throw error;
    }
  }
}

/**
 * The last thing before the commit, since whoever appends to the audit trail makes all others wait
 * until then. Returns the transaction's id where it wrote something.
 */
async function seal(tx: Tx): Promise<string | null> {
  try {
    if (hasUnsealed(tx)) {
      await sql`select pg_advisory_xact_lock(${AUDIT_LOCK}, 'audit'::regclass::oid::int8::int4)`.execute(
        tx,
      );
      await sealAudit(tx);
    }
    const { rows } = await sql<{ xid: string | null }>`
      select pg_current_xact_id_if_assigned()::text as xid`.execute(tx);
    return rows[0]?.xid ?? null;
  } finally {
    forgetAudit(tx);
  }
}

/** Any number, as long as nobody else in the database locks under it. */
const AUDIT_LOCK = 1_247_634_017;

function isUnavailable(error: unknown): boolean {
  return meaningOf(error) === 'unavailable';
}

function unavailable(cause: unknown): StoreUnavailableError {
  return new StoreUnavailableError('the database cannot be written to', { cause });
}
