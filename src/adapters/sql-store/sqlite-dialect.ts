import { SqliteAdapter, SqliteDialect, SqliteQueryCompiler, type SelectModifierNode } from 'kysely';

/** SQLite as the embedded store needs it. */
export class EmbeddedDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }

  override createQueryCompiler() {
    return new LockFreeCompiler();
  }
}

/**
 * Kysely brings tables up to date statement by statement on SQLite, so that a process that died in
 * between could never start again. SQLite takes DDL in a transaction: all of it or nothing.
 */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** SQLite writes one transaction at a time, so it knows no row locks and needs none. */
class LockFreeCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier === 'ForNoKeyUpdate' || node.modifier === 'SkipLocked') return;
    super.visitSelectModifier(node);
  }
}
