import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describePlace, type StorePlace } from './open-store.js';

/** Another process works on the ledger; the message says what to do. */
export class LedgerInUseError extends Error {
  override readonly name = 'LedgerInUseError';
}

/** SQLITE_BUSY. */
const BUSY = 5;

/**
 * Makes the embedded ledger this process's own until what is returned is called, or the process ends
 * in whatever way: two that send from one file would send twice. Replicas share a database by leases
 * instead. Throws `LedgerInUseError` where another process still has it after `waitMs`.
 */
export function ownLedger(place: StorePlace, waitMs = 2_000): () => void {
  if (place.databaseUrl) return () => undefined;
  // The engine's own lock: the system takes it back from a process that dies. The ledger itself must
  // stay open to backups, hence a file beside it.
  const lock = new DatabaseSync(join(place.dataDir, 'bridge.lock'), { timeout: waitMs });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode !== BUSY) throw error;
    throw new LedgerInUseError(
      `${describePlace(place)}: another bridge works on this ledger. Stop it first; several bridges can share one in PostgreSQL (DATABASE_URL).`,
      { cause: error },
    );
  }
  return () => lock.close();
}
