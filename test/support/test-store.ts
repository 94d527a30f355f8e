import { openPostgresStore } from '../../src/adapters/sql-store/postgres-store.js';
import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import type { Store } from '../../src/ports/store.js';

/** An empty store: in memory, or with `TEST_ENGINE=postgres` on the server that tests may use. */
export function openTestStore(): Promise<Store> {
  return process.env['TEST_ENGINE'] === 'postgres' ? onPostgres() : openSqliteStore(':memory:');
}

async function onPostgres(): Promise<Store> {
  const { testSchema } = await import('./postgres.js');
  const schema = await testSchema();
  const store = await openPostgresStore(inHaste(schema.url));
  return {
    ...store,
    async close() {
      await store.close();
      await schema.drop();
    },
  };
}

/** Commits that wait for no disk: no test that comes here takes the server's power away. */
function inHaste(url: string): string {
  const hasty = new URL(url);
  const options = hasty.searchParams.get('options') ?? '';
  hasty.searchParams.set('options', `${options} -c synchronous_commit=off`);
  return hasty.href;
}
