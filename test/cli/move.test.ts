import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MoveError } from '../../src/adapters/sql-store/move-store.js';
import { openStore } from '../../src/adapters/sql-store/open-store.js';
import { move } from '../../src/cli/move.js';
import { appendAudit, firstBrokenLink } from '../../src/ledger/audit.js';
import { reportAlive } from '../../src/ledger/presence.js';
import type { Store } from '../../src/ports/store.js';
import { describePostgres, testSchema, type TestDatabase } from '../support/postgres.js';
import { seedChange } from '../support/seed.js';

describePostgres('moving the ledger to PostgreSQL', () => {
  let dataDir: string;
  let schema: TestDatabase;
  let from: Store;
  const lines: string[] = [];
  beforeEach(async () => {
    lines.length = 0;
    dataDir = mkdtempSync(join(tmpdir(), 'jml-move-'));
    schema = await testSchema();
    // The bridge goes on with the file while it is copied.
    from = await openStore({ dataDir }, { mode: 'migrate' });
  });
  afterEach(async () => {
    await from.close();
    await schema.drop();
    rmSync(dataDir, { recursive: true });
  });

  const entry = (subject: string) => ({ at: 1, actor: 'bridge', action: 'x', subject });
  const tell = (subject: string, store = from) =>
    store.write((tx) => appendAudit(tx, entry(subject)));
  const go = (wish: Partial<Parameters<typeof move>[0]> = {}) =>
    move({ dataDir, to: schema.url, again: false, ...wish }, (line) => lines.push(line));
  async function inNewPlace<T>(look: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore({ dataDir, databaseUrl: schema.url }, { mode: 'check' });
    try {
      return await look(store);
    } finally {
      await store.close();
    }
  }

  test('takes every row and the chain along, and the chain goes on there', async () => {
    for (let n = 0; n < 1_200; n++) await seedChange(from, { id: `E${n}` });
    await tell('before');
    await go();
    expect(lines).toContain('  change: 1200');
    expect(lines.join()).toContain('rows copied, counted again, and the audit chain verified');
    await inNewPlace(async (store) => {
      await tell('after', store);
      const told = store.read.selectFrom('audit').select('subject').orderBy('seq');
      expect(await told.execute()).toEqual([{ subject: 'before' }, { subject: 'after' }]);
      expect(await firstBrokenLink(store.read)).toBeNull();
      const all = (read: Store['read']) => read.selectFrom('person').selectAll().orderBy('id');
      expect(await all(store.read).execute()).toEqual(await all(from.read).execute());
    });
  });

  test('copies over an earlier copy only when told to', async () => {
    await tell('first');
    await go();
    await tell('second');
    await expect(go()).rejects.toThrow('say --again');
    await go({ again: true });
    await inNewPlace(async (store) => {
      expect(await store.read.selectFrom('audit').select('subject').execute()).toHaveLength(2);
    });
  });

  test('never copies over what a bridge has worked on', async () => {
    await go();
    await inNewPlace((store) => store.write((tx) => reportAlive(tx, 'r', 1)));
    await expect(go({ again: true })).rejects.toThrow('a bridge has worked on that database');
  });

  test('copies nothing of a ledger whose chain was tampered with', async () => {
    await tell('a');
    await from.write((tx) => tx.updateTable('audit').set({ actor: 'nobody' }).execute());
    await expect(go()).rejects.toThrow('the audit chain does not fit at row 1');
    await inNewPlace(async (store) => {
      expect(await store.read.selectFrom('audit').select('seq').execute()).toEqual([]);
    });
  });

  test('takes the address from a file, and refuses what is none', async () => {
    const file = join(dataDir, 'url');
    writeFileSync(file, `${schema.url}\n`);
    await go({ to: `file:${file}` });
    await expect(go({ to: 'mysql://db/jml' })).rejects.toThrow(MoveError);
    await expect(go({ dataDir: '/nowhere' })).rejects.toThrow('there is no ledger');
  });
});
