import { Kysely, Migrator } from 'kysely';
import type { Database } from '../../ports/schema.js';
import { noFaults, type Faults } from '../../ports/faults.js';
import type { Store } from '../../ports/store.js';
import { GroupCommit } from './group-commit.js';
import { migrations } from './migrations.js';
import { openNodeSqlite } from './node-sqlite.js';
import { WholeMigrationsDialect } from './sqlite-dialect.js';

/**
 * Opens the embedded store and brings its tables up to date. `file` may be `:memory:`. One process
 * may have a file open.
 */
export async function openSqliteStore(file: string, faults: Faults = noFaults): Promise<Store> {
  const db = new Kysely<Database>({
    dialect: new WholeMigrationsDialect({ database: openNodeSqlite(file) }),
  });
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations(faults) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    await db.destroy();
    throw new Error(`the store could not be brought up to date: ${file}`, { cause: error });
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
