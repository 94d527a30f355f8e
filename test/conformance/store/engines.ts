import { openPostgresStore } from '../../../src/adapters/sql-store/postgres-store.js';
import { openSqliteStore } from '../../../src/adapters/sql-store/sqlite-store.js';
import type { Store } from '../../../src/ports/store.js';
import { postgresUrl, testSchema, type TestDatabase } from '../../support/postgres.js';

/** One store as `replicas` processes have it open; an engine for one process gives one, that often. */
export interface OpenStores {
  replicas: Store[];
  close(): Promise<void>;
}

type Open = (replicas: number) => Promise<OpenStores>;

/** The same promises on every engine; PostgreSQL is left out, by name, where none answers. */
export function eachEngine(name: string, body: (open: Open) => void): void {
  describe(`${name} on SQLite`, () => body(onSqlite));
  const title = `${name} on PostgreSQL`;
  if (postgresUrl === null)
    describe.skip(`${title} (set TEST_DATABASE_URL)`, () => body(openOnPostgres));
  else describe(title, () => body(openOnPostgres));
}

async function onSqlite(replicas: number): Promise<OpenStores> {
  const store = await openSqliteStore(':memory:');
  return { replicas: Array.from({ length: replicas }, () => store), close: () => store.close() };
}

export async function openOnPostgres(replicas: number): Promise<OpenStores> {
  const schema: TestDatabase = await testSchema();
  const opened = Array.from({ length: replicas }, () => openPostgresStore(schema.url));
  const stores = await Promise.all(opened);
  return {
    replicas: stores,
    async close() {
      for (const store of stores) await store.close();
      await schema.drop();
    },
  };
}
