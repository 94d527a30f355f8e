import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import { appendAudit } from '../../src/ledger/audit.js';
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
