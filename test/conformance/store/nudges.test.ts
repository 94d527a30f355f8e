import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { openPostgresStore } from '../../../src/adapters/sql-store/postgres-store.js';
import type { Store } from '../../../src/ports/store.js';
import { describePostgres, testSchema } from '../../support/postgres.js';
import { openOnPostgres, type OpenStores } from './engines.js';

describePostgres('nudges', () => {
  let stores: OpenStores;
  beforeEach(async () => void (stores = await openOnPostgres(2)));
  afterEach(() => stores.close());

  test('reach the other replicas', async () => {
    const [here, there] = stores.replicas as [Store, Store];
    const heard = Promise.withResolvers<void>();
    there.nudges.hear(() => heard.resolve());
    // Listening takes a moment to begin, and a nudge before it is lost, as any may be.
    const again = setInterval(() => here.nudges.send(), 100);
    await heard.promise;
    clearInterval(again);
    expect(here.replica).not.toBe(there.replica);
  });

  test('leave no connection behind when heard twice', async () => {
    const [watcher] = stores.replicas as [Store];
    const name = `heard-twice-${watcher.replica}`.slice(0, 63);
    const schema = await testSchema();
    const url = new URL(schema.url);
    url.searchParams.set('application_name', name);
    const listening = async () => {
      const { rows } = await sql`select 1 from pg_stat_activity
        where application_name = ${name} and query like 'LISTEN%'`.execute(watcher.read);
      return rows.length;
    };
    const store = await openPostgresStore(url.href);
    store.nudges.hear(() => undefined);
    store.nudges.hear(() => undefined);
    while ((await listening()) === 0) await pause(20);
    await store.close();
    while ((await listening()) > 0) await pause(20);
    await schema.drop();
  });
});
