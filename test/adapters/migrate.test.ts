import { Kysely, sql, type Migration } from 'kysely';
import { migrateStore } from '../../src/adapters/sql-store/migrate.js';
import { openNodeSqlite } from '../../src/adapters/sql-store/node-sqlite.js';
import { EmbeddedDialect } from '../../src/adapters/sql-store/sqlite-dialect.js';
import type { Database } from '../../src/ports/schema.js';

const DEADLOCK = '40P01';
const SYNTAX_ERROR = '42601';

let db: Kysely<Database>;
let runs: number;
beforeEach(() => {
  db = new Kysely<Database>({
    dialect: new EmbeddedDialect({ database: openNodeSqlite(':memory:') }),
  });
  runs = 0;
});
afterEach(() => db.destroy());

/** Fails so many times, after its first statement. */
const failing = (times: number, code: string): Migration => ({
  async up(tables: Kysely<unknown>) {
    await sql`create table later (id text)`.execute(tables);
    if (++runs <= times) throw Object.assign(new Error('told by the engine'), { code });
  },
});
const migrate = (times: number, code: string) =>
  migrateStore(db, 'sqlite', 'migrate', { migrations: { '0099-later': failing(times, code) } });

test('a migration that the engine undid for another transaction runs again from its start', async () => {
  expect(await migrate(3, DEADLOCK)).toEqual(['0099-later']);
  expect(runs).toBe(4);
});

test('one that never gets through is told', async () => {
  await expect(migrate(Infinity, DEADLOCK)).rejects.toThrow('could not be brought up to date');
  expect(runs).toBe(20);
});

test('one that is wrong in itself runs once', async () => {
  await expect(migrate(1, SYNTAX_ERROR)).rejects.toThrow('could not be brought up to date');
  expect(runs).toBe(1);
});
