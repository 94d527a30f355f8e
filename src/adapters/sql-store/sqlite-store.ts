import { Kysely, Migrator, type SqliteDatabase } from 'kysely';
import type { Database } from '../../ports/schema.js';
import { noFaults, type Faults } from '../../ports/faults.js';
import type { Store } from '../../ports/store.js';
import { GroupCommit } from './group-commit.js';
import { migrations } from './migrations.js';
import { openNodeSqlite } from './node-sqlite.js';
import { WholeMigrationsDialect } from './sqlite-dialect.js';
import { watchSyncs } from './watch-syncs.js';

export interface SqliteOptions {
  faults?: Faults;
  /** The disk could not be synced: the store takes nothing more, and the process is to end. */
  onSyncFailed?: (error: unknown) => void;
}

/**
 * Opens the embedded store and brings its tables up to date. `file` may be `:memory:`. One process
 * may have a file open.
 */
export function openSqliteStore(
  file: string,
  { faults = noFaults, onSyncFailed = () => undefined }: SqliteOptions = {},
): Promise<Store> {
  return storeOn(watchSyncs(openNodeSqlite(file), onSyncFailed), faults);
}

/** The store on an open database, its tables brought up to date. */
export async function storeOn(database: SqliteDatabase, faults: Faults): Promise<Store> {
  const db = new Kysely<Database>({ dialect: new WholeMigrationsDialect({ database }) });
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations(faults) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    await db.destroy();
    throw new Error('the store could not be brought up to date', { cause: error });
  }
  const commits = new GroupCommit(db);
  return {
    read: db,
    write: (work) => commits.write(work),
    async close() {
      await commits.idle();
      await db.destroy();
    },
  };
}
