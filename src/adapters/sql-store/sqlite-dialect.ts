import { SqliteAdapter, SqliteDialect } from 'kysely';

/**
 * Kysely brings tables up to date statement by statement on SQLite, so that a process that died in
 * between could never start again. SQLite takes DDL in a transaction: all of it or nothing.
 */
export class WholeMigrationsDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
