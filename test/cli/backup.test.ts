import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import { backUp, BackupError } from '../../src/cli/backup.js';
import { appendAudit, firstBrokenLink } from '../../src/ledger/audit.js';
import type { Store } from '../../src/ports/store.js';

const entry = (n: number) => ({ at: n, actor: 'bridge', action: 'test', subject: `ticket:${n}` });
const write = (store: Store, n: number) => store.write((tx) => appendAudit(tx, entry(n)));

const count = async (store: Store) =>
  (await store.read.selectFrom('audit').select('seq').execute()).length;

let folder: string;
let ledger: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  ledger = join(folder, 'bridge.sqlite');
});

test('copies the ledger at one instant while it is written, and a store opens the copy', async () => {
  const store = await openSqliteStore(ledger);
  for (let n = 0; n < 50; n += 1) await write(store, n);
  const under = Array.from({ length: 20 }, (_, n) => write(store, 50 + n));
  const bytes = backUp({ dataDir: folder }, join(folder, 'copy.sqlite'));
  await Promise.all(under);
  expect(await count(store)).toBe(70);
  await store.close();

  const copy = await openSqliteStore(join(folder, 'copy.sqlite'));
  expect(bytes).toBeGreaterThan(4096);
  expect(await count(copy)).toBe(50);
  expect(await firstBrokenLink(copy.read)).toBeNull();
  await write(copy, 99);
  expect(await firstBrokenLink(copy.read)).toBeNull();
  await copy.close();
});

test('has what a bridge left behind that was killed', async () => {
  const store = await openSqliteStore(ledger);
  await write(store, 1);
  // Not closed: the row stands in the log beside the file, as after a kill.
  expect(readdirSync(folder)).toContain('bridge.sqlite-wal');
  backUp({ dataDir: folder }, join(folder, 'copy.sqlite'));
  const copy = await openSqliteStore(join(folder, 'copy.sqlite'));
  expect(await count(copy)).toBe(1);
  await Promise.all([copy.close(), store.close()]);
});

test('writes over no file', async () => {
  await (await openSqliteStore(ledger)).close();
  const taken = join(folder, 'taken.sqlite');
  writeFileSync(taken, 'yesterday');
  expect(() => backUp({ dataDir: folder }, taken)).toThrow(/taken.sqlite: is there already/);
});

test('makes no ledger where there is none', () => {
  expect(() => backUp({ dataDir: folder }, join(folder, 'copy.sqlite'))).toThrow(BackupError);
  expect(readdirSync(folder)).toEqual([]);
});

test('leaves nothing behind when the copy cannot be made', () => {
  writeFileSync(ledger, 'this is no ledger, but long enough to be looked at as if it were one');
  expect(() => backUp({ dataDir: folder }, join(folder, 'copy.sqlite'))).toThrow(
    /could not be written/,
  );
  expect(readdirSync(folder)).toEqual(['bridge.sqlite']);
});

test('leaves a database to the tools that come with it', () => {
  const place = { dataDir: folder, databaseUrl: 'postgres://bridge:secret@db.example.com/bridge' };
  const copy = () => backUp(place, join(folder, 'copy.sqlite'));
  expect(copy).toThrow(
    'the ledger is in PostgreSQL at db.example.com:5432/bridge: dump it with pg_dump',
  );
});
