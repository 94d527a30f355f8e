import type { SqliteDatabase } from 'kysely';
import { storeOn } from '../../src/adapters/sql-store/sqlite-store.js';
import { openNodeSqlite } from '../../src/adapters/sql-store/node-sqlite.js';
import { watchSyncs } from '../../src/adapters/sql-store/watch-syncs.js';
import { appendAudit } from '../../src/ledger/audit.js';
import { noFaults } from '../../src/ports/faults.js';
import { StoreUnavailableError } from '../../src/ports/store.js';

/** SQLite undoes the transaction by itself when it cannot be written. */
function breaking(errcode: number, armed: { now: boolean }): SqliteDatabase {
  const database = openNodeSqlite(':memory:');
  return {
    ...database,
    prepare(sql) {
      const statement = database.prepare(sql);
      return {
        ...statement,
        run(parameters) {
          if (sql !== 'commit' || !armed.now) return statement.run(parameters);
          armed.now = false;
          database.prepare('rollback').run([]);
          throw Object.assign(new Error('disk I/O error'), { errcode });
        },
      };
    },
  };
}

const entry = { at: 1, actor: 'bridge', action: 'x', subject: 'a' };

async function failOnce(errcode: number) {
  const armed = { now: false };
  const told: unknown[] = [];
  const store = await storeOn(
    watchSyncs(breaking(errcode, armed), (error) => told.push(error)),
    { faults: noFaults },
  );
  armed.now = true;
  const write = () => store.write((tx) => appendAudit(tx, entry));
  const outcomes = await Promise.allSettled([write()]);
  outcomes.push(...(await Promise.allSettled([write()])));
  return { told, outcomes: outcomes.map(({ status }) => status), first: outcomes[0] };
}

test('a sync that failed once is told, and nothing is written any more', async () => {
  const { told, outcomes } = await failOnce(1034);
  expect(told).toHaveLength(1);
  expect(outcomes).toEqual(['rejected', 'rejected']);
});

test('a full disk is told to the writer, and the next write may succeed', async () => {
  const { told, outcomes, first } = await failOnce(778);
  expect(told).toEqual([]);
  expect(outcomes).toEqual(['rejected', 'fulfilled']);
  const { reason } = first as PromiseRejectedResult;
  expect(reason).toBeInstanceOf(StoreUnavailableError);
  expect((reason as Error).cause).toMatchObject({ message: 'disk I/O error' });
});
