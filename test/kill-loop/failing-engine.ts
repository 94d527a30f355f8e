import type { SqliteDatabase, SqliteStatement } from 'kysely';

export type EngineFault =
  /** The statement fails, the transaction stands: no memory, a lock, an interrupt. */
  | 'statement'
  /** Nothing can be written, so SQLite has undone the whole transaction by itself. */
  | 'transaction'
  /** The commit is durable, and whoever asked for it is told that it failed. */
  | 'answer';

/** A statement by its text, and which of its passes. */
export interface Site {
  sql: string;
  pass: number;
}

export interface FailingEngine {
  engine: (database: SqliteDatabase) => SqliteDatabase;
  /** From then on passes are counted: what fails before is a start, which is another story. */
  opened: () => void;
  /** How often each statement was passed. */
  passes: ReadonlyMap<string, number>;
}

/** An engine that fails once, at one pass of one statement; without a site, it only counts. */
export function failingEngine(site: Site | null, fault: EngineFault): FailingEngine {
  const passes = new Map<string, number>();
  let isOpen = false;
  const engine = (database: SqliteDatabase): SqliteDatabase => ({
    close: () => database.close(),
    prepare(sql): SqliteStatement {
      const statement = database.prepare(sql);
      const guarded = <T>(work: () => T): T => {
        if (!isOpen) return work();
        const pass = (passes.get(sql) ?? 0) + 1;
        passes.set(sql, pass);
        if (sql !== site?.sql || pass !== site.pass) return work();
        if (fault === 'transaction') database.prepare('rollback').run([]);
        if (fault === 'answer') work();
        throw Object.assign(new Error('disk I/O error'), { errcode: 778 });
      };
      return {
        reader: statement.reader,
        all: (parameters) => guarded(() => statement.all(parameters)),
        run: (parameters) => guarded(() => statement.run(parameters)),
        iterate: (parameters) => guarded(() => statement.iterate(parameters)),
      };
    },
  });
  return { engine, opened: () => void (isOpen = true), passes };
}
