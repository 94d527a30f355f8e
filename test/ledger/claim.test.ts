import { claimDue, type TicketClaim } from '../../src/ledger/claim.js';
import type { Store } from '../../src/ports/store.js';
import { seedChange } from '../support/seed.js';
import { openTestStore } from '../support/test-store.js';

const NOW = 1_000_000_000;
let store: Store;
let writes: number;
beforeEach(async () => {
  store = await openTestStore();
  await seedChange(store, { id: 'E1' });
  writes = 0;
});
afterEach(() => store.close());

const counted = (): Store => ({
  ...store,
  write: (work) => {
    writes += 1;
    return store.write(work);
  },
});
const claim = async (now: number) => {
  const { connection } = await store.read
    .selectFrom('ticket')
    .select('connection')
    .executeTakeFirstOrThrow();
  const order: TicketClaim = { now, leaseMs: 60_000, most: 10, connection, by: 'one' };
  return claimDue(counted(), 'map', order);
};
const due = (at: number | null) =>
  store.write((tx) => tx.updateTable('ticket').set({ map_due_at: at }).execute());

test('a look that finds nothing due writes nothing', async () => {
  await due(NOW + 1);
  expect(await claim(NOW)).toEqual([]);
  expect(writes).toBe(0);
});

test('what is due is claimed once, until the lease ends', async () => {
  await due(NOW);
  expect(await claim(NOW)).toMatchObject([{ map_due_at: NOW + 60_000, map_fence: 1 }]);
  expect(await claim(NOW + 59_999)).toEqual([]);
  expect(await claim(NOW + 60_000)).toMatchObject([{ map_fence: 2 }]);
  expect(writes).toBe(2);
});
