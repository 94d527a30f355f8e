import { Kysely, type SqliteDatabase } from 'kysely';
import type { Database } from '../../ports/schema.js';
import { noFaults, type Faults } from '../../ports/faults.js';
import type { Store } from '../../ports/store.js';
import { GroupCommit } from './group-commit.js';
import { migrateStore, type MigrateMode } from './migrate.js';
import { openNodeSqlite } from './node-sqlite.js';
import { EmbeddedDialect } from './sqlite-dialect.js';
import { watchSyncs } from './watch-syncs.js';

export interface SqliteOptions {
  faults?: Faults;
  mode?: MigrateMode;
  /** The disk could not be synced: the store takes nothing more, and the process is to end. */
  onSyncFailed?: (error: unknown) => void;
}

/**
 * Opens the embedded store and brings its tables up to date. `file` may be `:memory:`. One process
 * may have a file open.
 */
export function openSqliteStore(
  file: string,
  { onSyncFailed = () => undefined, ...options }: SqliteOptions = {},
): Promise<Store> {
  return storeOn(watchSyncs(openNodeSqlite(file), onSyncFailed), options);
}

/** The store on an open database, its tables brought up to date. */
export async function storeOn(
  database: SqliteDatabase,
  { faults = noFaults, mode = 'migrate' }: Pick<SqliteOptions, 'faults' | 'mode'> = {},
): Promise<Store> {
  const db = connect(database);
  try {
    await migrateStore(db, 'sqlite', mode, { faults });
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const commits = new GroupCommit(db);
  return {
    read: db,
    replica: 'embedded',
    shared: false,
    nudges: { send() {}, hear() {} },
    write: (work) => commits.write(work),
    async close() {
      await commits.idle();
      await db.destroy();
    },
  };
}

/** Brings the tables of a file up to date; returns the migrations that were run. */
export async function migrateSqlite(file: string): Promise<string[]> {
  const db = connect(openNodeSqlite(file));
  try {
    return await migrateStore(db, 'sqlite', 'migrate');
  } finally {
    await db.destroy();
  }
}

function connect(database: SqliteDatabase): Kysely<Database> {
  return new Kysely({ dialect: new EmbeddedDialect({ database }) });
}
