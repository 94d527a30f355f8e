import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { TablesOutdatedError } from '../../../src/adapters/sql-store/migrate.js';
import {
  migrateTables,
  openStore,
  type StorePlace,
} from '../../../src/adapters/sql-store/open-store.js';
import { DatabaseUnusableError } from '../../../src/adapters/sql-store/postgres-store.js';
import { describePostgres, testSchema } from '../../support/postgres.js';

const MIGRATIONS = [
  ...['0001-ledger', '0002-refusals', '0003-replicas'],
  ...['0004-large-ledgers', '0005-writeback-order', '0006-unread-tickets'],
];

type Given = { place: StorePlace; remove: () => void | Promise<void> };

function emptyFolder(): Given {
  const dataDir = mkdtempSync(join(tmpdir(), 'jml-tables-'));
  return { place: { dataDir }, remove: () => rmSync(dataDir, { recursive: true }) };
}

async function emptySchema(): Promise<Given> {
  const schema = await testSchema();
  return {
    place: { dataDir: '/nowhere', databaseUrl: schema.url },
    remove: () => schema.drop(),
  };
}

function promises(given: () => Given | Promise<Given>): void {
  let place: StorePlace;
  let remove: Given['remove'];
  beforeEach(async () => ({ place, remove } = await given()));
  afterEach(() => remove());

  test('are made once and fit from then on', async () => {
    expect(await migrateTables(place)).toEqual(MIGRATIONS);
    expect(await migrateTables(place)).toEqual([]);
    await (await openStore(place, { mode: 'check' })).close();
  });

  test('are refused where they are older and may not be changed', async () => {
    await expect(openStore(place, { mode: 'check' })).rejects.toThrow(TablesOutdatedError);
    await expect(openStore(place, { mode: 'check' })).rejects.toThrow('Run `jml-bridge migrate`');
  });

  test('fit where they are newer', async () => {
    const newer = await openStore(place, { mode: 'migrate' });
    await sql`insert into kysely_migration (name, timestamp) values ('0099-later', '2027')`.execute(
      newer.read,
    );
    await newer.close();
    for (const mode of ['check', 'migrate'] as const) {
      const store = await openStore(place, { mode });
      expect(await store.read.selectFrom('ticket').select('id').execute()).toEqual([]);
      await store.close();
    }
  });
}

describe('tables on SQLite', () => promises(emptyFolder));

describePostgres('tables on PostgreSQL', () => {
  promises(emptySchema);

  test('are made once by ten that start at once', async () => {
    const { place, remove } = await emptySchema();
    const stores = await Promise.all(
      Array.from({ length: 10 }, () => openStore(place, { mode: 'migrate' })),
    );
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(
      (stores[0] as (typeof stores)[number]).read,
    );
    expect(rows.map(({ name }) => name)).toEqual(MIGRATIONS);
    for (const store of stores) await store.close();
    await remove();
  });

  test('are told not to be there without the password', async () => {
    const { place, remove } = await emptySchema();
    const gone = new URL(place.databaseUrl as string);
    await remove();
    gone.pathname = '/jml_test_that_is_not_there';
    gone.password = 'hunter2';
    const opening = openStore({ ...place, databaseUrl: gone.href }, { mode: 'migrate' });
    await expect(opening).rejects.toThrow(DatabaseUnusableError);
    await expect(opening).rejects.toThrow(/there is no such database$/);
    await expect(opening).rejects.not.toThrow(/hunter2/);
  });

  test.each([
    ['nobody listens', 'postgres://jml@127.0.0.1:1/jml', /cannot be reached \(ECONNREFUSED\)$/],
    ['there is no such host', 'postgres://jml@nowhere.invalid/jml', /cannot be reached \(E\w+\)$/],
  ])('are told not to be reachable where %s', async (_, databaseUrl, words) => {
    await expect(
      openStore({ dataDir: '/nowhere', databaseUrl }, { mode: 'migrate' }),
    ).rejects.toThrow(words);
  });
});
