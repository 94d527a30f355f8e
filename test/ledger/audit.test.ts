import { openTestStore } from '../support/test-store.js';
import { appendAudit, firstBrokenLink } from '../../src/ledger/audit.js';
import type { Store } from '../../src/ports/store.js';

let store: Store;
beforeEach(async () => {
  store = await openTestStore();
  for (let at = 1; at <= 3; at++) {
    await store.write((tx) => appendAudit(tx, { at, actor: 'bridge', action: 'x', subject: 's' }));
  }
});
afterEach(() => store.close());

test('an untouched chain verifies', async () => {
  expect(await firstBrokenLink(store.read)).toBeNull();
});

test('a changed row is found', async () => {
  await store.write((tx) =>
    tx.updateTable('audit').set({ actor: 'me' }).where('seq', '=', 2).execute(),
  );
  expect(await firstBrokenLink(store.read)).toBe(2);
});

test('a removed row is found', async () => {
  await store.write((tx) => tx.deleteFrom('audit').where('seq', '=', 2).execute());
  expect(await firstBrokenLink(store.read)).toBe(3);
});
