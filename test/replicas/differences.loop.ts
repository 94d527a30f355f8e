import { setTimeout as pause } from 'node:timers/promises';
import { sql, Kysely, PostgresDialect, type Migration } from 'kysely';
import pg from 'pg';
import { migrateStore } from '../../src/adapters/sql-store/migrate.js';
import { migrationsFor } from '../../src/adapters/sql-store/migrations.js';
import { noFaults } from '../../src/ports/faults.js';
import type { Database } from '../../src/ports/schema.js';
import { build } from '../kill-loop/build.js';
import { endSpares } from '../kill-loop/spares.js';
import { MINUTE } from '../simulation/plan.js';
import { describePostgres } from '../support/postgres.js';
import { underWork } from './under-work.js';

const TEST_MS = 240_000;
const SKEWS = [7 * MINUTE, -9 * MINUTE];

beforeAll(build, 180_000);
afterAll(endSpares);

describePostgres('replicas', () => {
  test(
    'F29: whose machines disagree by a quarter of an hour go by the database',
    async () => {
      const each = (index: number) => ({ skewMs: SKEWS[index] as number });
      const { violations, webhooks, trail } = await underWork(
        { replicas: 2, each },
        async (drill) => {
          await pause(5_000);
          await (await drill.holder())?.end('SIGKILL');
          await pause(8_000);
          for (const replica of drill.replicas) if (!replica.isUp) await replica.start();
        },
      );
      expect(violations).toEqual([]);
      // A signature's time is judged by the same clock.
      expect(Object.keys(webhooks)).toEqual(['202']);
      expect(trail.taken.length).toBe(2);
    },
    TEST_MS,
  );

  test(
    'of an older release work on, and start, on tables that a newer one has let grow',
    async () => {
      const { violations } = await underWork({ replicas: 2 }, async (drill) => {
        await pause(3_000);
        expect(await grow(drill.ledger.url)).toEqual(['0099-later']);
        await pause(3_000);
        const [older] = drill.replicas;
        await older?.end('SIGTERM');
        await older?.start();
        expect(older?.isUp).toBe(true);
        await pause(3_000);
      });
      expect(violations).toEqual([]);
    },
    TEST_MS,
  );
});

const LATER: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table ticket add column later text`.execute(db);
    await sql`alter table person add column later bigint not null default 0`.execute(db);
    await sql`create table later (id text primary key)`.execute(db);
  },
};

/** What a newer release does before it starts. */
async function grow(connectionString: string): Promise<string[]> {
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString }) }),
  });
  const migrations = { ...migrationsFor('postgres', noFaults), '0099-later': LATER };
  try {
    return await migrateStore(db, 'postgres', 'migrate', { schema: 'public', migrations });
  } finally {
    await db.destroy();
  }
}
