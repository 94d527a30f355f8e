import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** SQLITE_IOERR_FSYNC and SQLITE_IOERR_DIR_FSYNC, https://www.sqlite.org/rescode.html */
const SYNC_FAILED: readonly unknown[] = [1034, 1290];

/**
 * Ends all work once the disk could not be synced. The system may report that once and then show
 * pages that were never written, so only whoever opens the file anew knows what it holds.
 */
export function watchSyncs(
  database: SqliteDatabase,
  onSyncFailed: (error: unknown) => void,
): SqliteDatabase {
  let failure: unknown;
  const watched = <T>(work: () => T): T => {
    if (failure) throw new Error('the disk could not be synced', { cause: failure });
    try {
      return work();
    } catch (error) {
      if (SYNC_FAILED.includes((error as { errcode?: unknown }).errcode)) {
        failure = error;
        onSyncFailed(error);
      }
      throw error;
    }
  };
  return {
    close: () => database.close(),
    prepare(sql): SqliteStatement {
      const statement = watched(() => database.prepare(sql));
      return {
        reader: statement.reader,
        all: (parameters) => watched(() => statement.all(parameters)),
        run: (parameters) => watched(() => statement.run(parameters)),
        iterate: (parameters) => watched(() => statement.iterate(parameters)),
      };
    },
  };
}
