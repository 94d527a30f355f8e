import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/**
 * Statements kept ready. Lists make a text of its own for every length, about a thousand of them at
 * work. What is left out holds memory that the runtime does not see until it next cleans up.
 */
const KEPT = 2_000;

/** How long to wait for somebody else who has the file, such as a backup; from the first look on. */
const BUSY_MS = 5_000;

/** Kysely's SQLite dialect speaks to better-sqlite3; this lets the runtime's own engine answer. */
export function openNodeSqlite(file: string): SqliteDatabase {
  const db = new DatabaseSync(file, { timeout: BUSY_MS });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => db.close(),
    prepare(sql) {
      const statement = prepared.get(sql) ?? prepare(db, sql);
      // In the order of their last use, so that the first one is missed least.
      prepared.delete(sql);
      prepared.set(sql, statement);
      if (prepared.size > KEPT) prepared.delete(prepared.keys().next().value ?? '');
      return statement;
    },
  };
}

function prepare(db: DatabaseSync, sql: string): SqliteStatement {
  const statement = db.prepare(sql);
  const reader = statement.columns().length > 0;
  return {
    reader,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run(parameters) {
      // What cannot be written SQLite undoes by itself; to ask again would fail and hide why.
      if (sql === 'rollback' && !db.isTransaction) return { changes: 0, lastInsertRowid: 0 };
      const { changes, lastInsertRowid } = statement.run(...(parameters as SQLInputValue[]));
      return { changes, lastInsertRowid };
    },
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  };
}
