import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import { appendAudit } from '../../src/ledger/audit.js';
import type { Faults } from '../../src/ports/faults.js';
import type { Store } from '../../src/ports/store.js';

let store: Store;
beforeEach(async () => (store = await openSqliteStore(':memory:')));
afterEach(() => store.close());

const entry = (subject: string) => ({ at: 1, actor: 'bridge', action: 'x', subject });

test('a failing writer undoes itself and nobody else in its group', async () => {
  const outcomes = await Promise.allSettled([
    store.write((tx) => appendAudit(tx, entry('a'))),
    store.write(async (tx) => {
      await appendAudit(tx, entry('b'));
      throw new Error('no');
    }),
    store.write((tx) => appendAudit(tx, entry('c'))),
  ]);
  expect(outcomes.map((o) => o.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const rows = await store.read.selectFrom('audit').select('subject').orderBy('seq').execute();
  expect(rows.map((row) => row.subject)).toEqual(['a', 'c']);
});

test('a process that dies while it makes its tables can be started again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jml-store-'));
  const file = join(folder, 'bridge.sqlite');
  const dying: Faults = {
    reach(point) {
      if (point === 'migrating' && ++passes === 5) throw new Error('killed');
    },
  };
  let passes = 0;
  await expect(openSqliteStore(file, { faults: dying })).rejects.toThrow(
    /could not be brought up to date/,
  );
  const again = await openSqliteStore(file);
  expect(await again.read.selectFrom('audit').selectAll().execute()).toEqual([]);
  await again.close();
  rmSync(folder, { recursive: true });
});

const HOLDER = `
  const { DatabaseSync } = require('node:sqlite');
  const db = new DatabaseSync(process.argv[1]);
  db.exec('CREATE TABLE a (b); BEGIN EXCLUSIVE');
  process.stdout.write('held');
  setTimeout(() => db.close(), 300);`;

test('a store whose file somebody else is looking into waits until it may open it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jml-store-'));
  const file = join(folder, 'bridge.sqlite');
  const options = ['--disable-warning=ExperimentalWarning', '-e', HOLDER, file];
  const holder = spawn(process.execPath, options);
  await once(holder.stdout, 'data');
  const opened = await openSqliteStore(file);
  await opened.close();
  rmSync(folder, { recursive: true });
});
