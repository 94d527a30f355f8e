import type { TicketRow, TicketStage } from '../../src/ledger/claim.js';
import { claimedStep, type ClaimedStep } from '../../src/ledger/claimed-step.js';
import type { Store } from '../../src/ports/store.js';
import { seedChange } from '../support/seed.js';
import { openTestStore } from '../support/test-store.js';

const NOW = 1_000_000_000;
let store: Store;
beforeEach(async () => {
  store = await openTestStore();
  for (const id of ['E1', 'E2']) await seedChange(store, { id });
  await store.write((tx) =>
    tx.updateTable('ticket').set({ verify_due_at: NOW, writeback_due_at: NOW }).execute(),
  );
});
afterEach(() => store.close());

async function taken(step: ClaimedStep, now: number, work: (rows: TicketRow[]) => Promise<void>) {
  const refs: string[] = [];
  const order = { now, leaseMs: 600_000, most: 10, connection: 'itsm', by: 'one' };
  const listed = (rows: TicketRow[]) => {
    refs.push(...rows.map(({ ref }) => ref));
    return work(rows);
  };
  await step(order, listed).catch((error: unknown) => expect(error).toEqual(new Error('broke')));
  return refs.sort();
}
const breakOff = () => Promise.reject(new Error('broke'));
const finish = () => Promise.resolve();

test.each<TicketStage>(['verify', 'writeback'])(
  'what a %s step broke off over is taken up with the next one',
  async (stage) => {
    const step = claimedStep(store, stage);
    expect(await taken(step, NOW, breakOff)).toEqual(['E1', 'E2']);
    expect(await taken(step, NOW + 1_000, finish)).toEqual(['E1', 'E2']);
    expect(await taken(step, NOW + 2_000, finish)).toEqual([]);
  },
);

test('what was recorded before it broke off is not', async () => {
  const step = claimedStep(store, 'verify');
  await taken(step, NOW, async ([first]) => {
    await store.write((tx) =>
      tx
        .updateTable('ticket')
        .set({ verify_due_at: null })
        .where('id', '=', String(first?.id))
        .execute(),
    );
    return breakOff();
  });
  expect(await taken(step, NOW + 1_000, finish)).toHaveLength(1);
});

test('a ticket that was touched meanwhile is free as well', async () => {
  const step = claimedStep(store, 'writeback');
  await taken(step, NOW, async () => {
    await store.write((tx) => tx.updateTable('ticket').set({ writeback_due_at: NOW }).execute());
    return breakOff();
  });
  expect(await taken(step, NOW + 1_000, finish)).toEqual(['E1', 'E2']);
});

test('what another has claimed since stays with that one', async () => {
  const step = claimedStep(store, 'verify');
  await taken(step, NOW, breakOff);
  expect(await taken(claimedStep(store, 'verify'), NOW + 600_000, finish)).toHaveLength(2);
  expect(await taken(step, NOW + 601_000, finish)).toEqual([]);
});
