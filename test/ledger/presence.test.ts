import { claimDue } from '../../src/ledger/claim.js';
import { releaseOrphans, reportAlive } from '../../src/ledger/presence.js';
import type { Store } from '../../src/ports/store.js';
import { seedChange } from '../support/seed.js';
import { openTestStore } from '../support/test-store.js';

const NOW = 1_000_000_000;
const LEASE_MS = 600_000;
let store: Store;
beforeEach(async () => {
  store = await openTestStore();
  await seedChange(store, { id: 'E1' });
});
afterEach(() => store.close());

const dueAt = (at: number) =>
  store.write((tx) => tx.updateTable('ticket').set({ writeback_due_at: at }).execute());
const claim = async (by: string, now: number) => {
  const order = { now, leaseMs: LEASE_MS, most: 10, connection: 'itsm', by };
  return (await claimDue(store, 'writeback', order)).length;
};
const release = (now: number) => store.write((tx) => releaseOrphans(tx, now));

test.each(['before', 'since'])(
  'a ticket that somebody touched %s is free once whoever wrote back is gone',
  async (when) => {
    await dueAt(NOW);
    expect(await claim('dead', NOW)).toBe(1);
    if (when === 'since') await dueAt(NOW + 1_000);
    await release(NOW + 40_000);
    expect(await claim('alive', NOW + 40_000)).toBe(1);
  },
);

test('what a replica that is alive writes back is left to it', async () => {
  await store.write((tx) => reportAlive(tx, 'busy', NOW + 20_000));
  await dueAt(NOW);
  expect(await claim('busy', NOW)).toBe(1);
  await dueAt(NOW + 1_000);
  await release(NOW + 40_000);
  expect(await claim('another', NOW + 40_000)).toBe(0);
});
