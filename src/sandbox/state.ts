import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** One event of the append-only history the checkers read. `at` is sandbox time in milliseconds. */
export interface HistoryEvent {
  at: number;
  system: 'entra' | 'servicenow' | 'sandbox';
  op: string;
  [detail: string]: unknown;
}

/** A named set of JSON documents, kept in memory and written through on every change. */
export interface Collection<T> {
  get(id: string): T | undefined;
  put(id: string, value: T): void;
  delete(id: string): void;
  /** In the order in which ids were first put. */
  values(): IterableIterator<T>;
  readonly size: number;
}

/**
 * Everything the stand-ins know, in one SQLite file, so that it survives a restart or a kill of
 * the process. `:memory:` serves tests.
 */
export class SandboxState {
  private readonly db: DatabaseSync;
  private readonly append: StatementSync;
  private readonly open = new Map<string, Collection<unknown>>();

  constructor(file: string) {
    this.db = new DatabaseSync(file);
    this.db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;');
    this.db.exec(`CREATE TABLE IF NOT EXISTS doc (
      seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, UNIQUE (kind, id));
      CREATE TABLE IF NOT EXISTS history (seq INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL);`);
    this.append = this.db.prepare('INSERT INTO history (json) VALUES (?)');
  }

  collection<T>(kind: string): Collection<T> {
    let found = this.open.get(kind) as Collection<T> | undefined;
    if (!found) {
      found = openCollection<T>(this.db, kind);
      this.open.set(kind, found);
    }
    return found;
  }

  /** Groups many changes in one transaction, so that they are kept or lost together. */
  atomically<T>(work: () => T): T {
    this.db.exec('SAVEPOINT work');
    try {
      return work();
    } finally {
      this.db.exec('RELEASE work');
    }
  }

  record(event: HistoryEvent): void {
    this.append.run(JSON.stringify(event));
  }

  /** Events after the given sequence number, oldest first, each as `[seq, json]`. */
  history(after = 0): { seq: number; json: string }[] {
    return this.db
      .prepare('SELECT seq, json FROM history WHERE seq > ? ORDER BY seq')
      .all(after) as unknown as { seq: number; json: string }[];
  }

  close(): void {
    this.db.close();
  }
}

function openCollection<T>(db: DatabaseSync, kind: string): Collection<T> {
  const items = new Map<string, T>();
  const rows = db.prepare('SELECT id, json FROM doc WHERE kind = ? ORDER BY seq').all(kind);
  for (const row of rows) items.set(String(row['id']), JSON.parse(String(row['json'])) as T);
  const upsert = db.prepare(
    'INSERT INTO doc (kind, id, json) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json',
  );
  const remove = db.prepare('DELETE FROM doc WHERE kind = ? AND id = ?');
  return {
    get: (id) => items.get(id),
    put(id, value) {
      upsert.run(kind, id, JSON.stringify(value));
      items.set(id, value);
    },
    delete(id) {
      remove.run(kind, id);
      items.delete(id);
    },
    values: () => items.values(),
    get size() {
      return items.size;
    },
  };
}
