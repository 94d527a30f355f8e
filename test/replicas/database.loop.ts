import { setTimeout as pause } from 'node:timers/promises';
import { build } from '../kill-loop/build.js';
import { endSpares } from '../kill-loop/spares.js';
import { describePostgres, testDatabase } from '../support/postgres.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import type { ReplicaDrill } from './replica-drill.js';
import { SharedLedger } from './shared-ledger.js';
import { underWork } from './under-work.js';

const TEST_MS = 240_000;

beforeAll(build, 180_000);
afterAll(endSpares);

describePostgres('the database', () => {
  test(
    'ends every connection in the middle of work, and nothing is lost or done twice',
    async () => {
      let ended = 0;
      const { violations } = await underWork({ replicas: 2 }, async (drill) => {
        for (let round = 0; round < 6; round++) {
          await pause(1_500);
          ended += await endConnections(drill);
        }
      });
      expect(violations).toEqual([]);
      expect(ended).toBeGreaterThan(20);
    },
    TEST_MS,
  );

  test(
    'commits and its answer is lost, and nothing is lost or done twice',
    async () => {
      const database = await testDatabase();
      const proxy = await TcpProxy.before(database.url);
      const ledger = await SharedLedger.open(database);
      let lost = 0;
      const through = () => ({ databaseUrl: proxy.through(database.url) });
      const { violations } = await underWork({ replicas: 2, ledger, each: through }, async () => {
        for (let round = 0; round < 30; round++) {
          await pause(300);
          proxy.breakCommit('lose-answer', () => lost++);
        }
      });
      await proxy.close();
      expect(violations).toEqual([]);
      expect(lost).toBeGreaterThan(10);
    },
    TEST_MS,
  );
});

async function endConnections({ ledger }: ReplicaDrill): Promise<number> {
  const ended = await ledger.ask(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name <> 'drill'`);
  return ended.length;
}
