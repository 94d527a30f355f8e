import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

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
      let statement = prepared.get(sql);
      if (!statement) {
        statement = prepare(db, sql);
        if (prepared.size < 500) prepared.set(sql, statement);
      }
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
