import { jest } from '@jest/globals';
import { sql } from 'kysely';
import { openPostgresStore } from '../../../src/adapters/sql-store/postgres-store.js';
import { appendAudit, firstBrokenLink } from '../../../src/ledger/audit.js';
import { CommitUnknownError, StoreUnavailableError, type Store } from '../../../src/ports/store.js';
import {
  describePostgres,
  postgresUrl,
  testSchema,
  type TestDatabase,
} from '../../support/postgres.js';
import { TcpProxy } from '../../support/tcp-proxy.js';

describePostgres('a store whose database fails', () => {
  let schema: TestDatabase;
  let proxy: TcpProxy;
  let store: Store;
  beforeEach(async () => {
    schema = await testSchema();
    proxy = await TcpProxy.before(postgresUrl as string);
    store = await openPostgresStore(proxy.through(schema.url));
  });
  afterEach(async () => {
    await store.close();
    await proxy.close();
    await schema.drop();
  });

  const tell = (subject: string) =>
    store.write((tx) => appendAudit(tx, { at: 1, actor: 'bridge', action: 'x', subject }));
  const subjects = async () =>
    (await store.read.selectFrom('audit').select('subject').orderBy('seq').execute()).map(
      (row) => row.subject,
    );

  test('says so while the server is down, and goes on when it is back', async () => {
    await tell('before');
    await proxy.close();
    await expect(tell('while down')).rejects.toThrow(StoreUnavailableError);
    await proxy.open();
    await tell('after');
    expect(await subjects()).toEqual(['before', 'after']);
  });

  test('does not notice that idle connections broke in between', async () => {
    await Promise.all([tell('a'), tell('b'), tell('c')]);
    await proxy.close();
    await proxy.open();
    await Promise.all([tell('d'), tell('e')]);
    expect((await subjects()).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('does once what was committed, though the answer was lost', async () => {
    let runs = 0;
    proxy.breakCommit('lose-answer');
    const result = await store.write(async (tx) => {
      await appendAudit(tx, { at: 1, actor: 'bridge', action: 'x', subject: `run ${++runs}` });
      return runs;
    });
    expect([result, await subjects()]).toEqual([1, ['run 1']]);
  });

  test('does once what was not committed, because the commit was lost', async () => {
    let runs = 0;
    proxy.breakCommit('lose-commit');
    const result = await store.write(async (tx) => {
      await appendAudit(tx, { at: 1, actor: 'bridge', action: 'x', subject: `run ${++runs}` });
      return runs;
    });
    expect([result, await subjects()]).toEqual([2, ['run 2']]);
    expect(await firstBrokenLink(store.read)).toBeNull();
  });

  test('says that it does not know, where nobody can be asked what became of a commit', async () => {
    const clock = fastClock();
    const lost = store.write((tx) => {
      proxy.breakCommit('lose-answer', () => void proxy.close());
      return appendAudit(tx, { at: 1, actor: 'bridge', action: 'x', subject: 'lost' });
    });
    await expect(lost).rejects.toThrow(CommitUnknownError);
    clock.mockRestore();
    await proxy.open();
    expect(await subjects()).toEqual(['lost']);
  });

  test('says that it does not know where the audit trail cannot tell', async () => {
    proxy.breakCommit('lose-answer');
    const untold = store.write((tx) =>
      tx.insertInto('lease').values({ name: 'a', holder: '', fence: 1, until: 0 }).execute(),
    );
    await expect(untold).rejects.toThrow(CommitUnknownError);
  });

  test('lets both of two writers through that wait for each other', async () => {
    await store.write(async (tx) => {
      for (const name of ['a', 'b'])
        await tx.insertInto('lease').values({ name, holder: '', fence: 0, until: 0 }).execute();
    });
    let first = 0;
    const bothHoldOne = Promise.withResolvers<void>();
    const inOrder = (one: string, other: string) =>
      store.write(async (tx) => {
        const raise = (name: string) =>
          tx
            .updateTable('lease')
            .set((eb) => ({ fence: eb('fence', '+', 1) }))
            .where('name', '=', name)
            .execute();
        await raise(one);
        if (++first === 2) bothHoldOne.resolve();
        await bothHoldOne.promise;
        await raise(other);
      });
    await Promise.all([inOrder('a', 'b'), inOrder('b', 'a')]);
    const rows = await store.read.selectFrom('lease').select('fence').execute();
    expect(rows.map(({ fence }) => fence)).toEqual([2, 2]);
  });

  test.each([
    ['40001', 'a serialization failure'],
    ['55P03', 'a lock time-out'],
  ])('runs again from the start after %s, %s', async (state) => {
    let runs = 0;
    await store.write(async (tx) => {
      await appendAudit(tx, { at: 1, actor: 'bridge', action: 'x', subject: `run ${++runs}` });
      if (runs === 1) await sql`do ${sql.lit(`begin raise sqlstate '${state}'; end`)}`.execute(tx);
    });
    expect(await subjects()).toEqual(['run 2']);
  });

  test.each([
    ['53100', 'a full disk'],
    ['25006', 'a server that takes no writes'],
    ['53300', 'too many connections'],
  ])('says so at %s, %s', async (state) => {
    const failing = store.write((tx) =>
      sql`do ${sql.lit(`begin raise sqlstate '${state}'; end`)}`.execute(tx),
    );
    await expect(failing).rejects.toThrow(StoreUnavailableError);
  });

  test('hands on what is a bug, without a second run', async () => {
    let runs = 0;
    const failing = store.write(async (tx) => {
      runs++;
      await sql`select 1 / 0`.execute(tx);
    });
    await expect(failing).rejects.toThrow('division by zero');
    expect(runs).toBe(1);
  });

  test('does not take a swallowed error inside a transaction for success', async () => {
    const swallowed = store.write(async (tx) => {
      await appendAudit(tx, { at: 1, actor: 'bridge', action: 'x', subject: 'lost' });
      await sql`select 1 / 0`.execute(tx).catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow();
    expect(await subjects()).toEqual([]);
  });
});

/** Whoever looks at it finds three seconds gone: enough to ask a few times, and then to give up. */
function fastClock() {
  const now = performance.now.bind(performance);
  let looks = 0;
  return jest.spyOn(performance, 'now').mockImplementation(() => now() + 3_000 * looks++);
}
