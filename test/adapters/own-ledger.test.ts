import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerInUseError, ownLedger } from '../../src/adapters/sql-store/own-ledger.js';

let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'jml-own-'))));
afterEach(() => rmSync(dataDir, { recursive: true }));

const own = (place: { dataDir: string; databaseUrl?: string }) => ownLedger(place, 10);

test('a file belongs to one process at a time', () => {
  const release = own({ dataDir });
  expect(() => own({ dataDir })).toThrow(LedgerInUseError);
  release();
  own({ dataDir })();
});

test('a database belongs to as many replicas as want it', () => {
  const shared = { dataDir, databaseUrl: 'postgres://bridge@127.0.0.1/bridge' };
  own(shared);
  own(shared)();
});

test('a folder that cannot be written is another matter', () => {
  const nowhere = { dataDir: join(dataDir, 'nowhere') };
  expect(() => own(nowhere)).toThrow('unable to open database file');
});
