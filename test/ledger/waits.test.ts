import { endImpossibleWaits, moveWaits } from '../../src/ledger/waits.js';
import type { Store } from '../../src/ports/store.js';
import { seedChange } from '../support/seed.js';
import { openTestStore } from '../support/test-store.js';

const NOW = 1_000_000_000;
const HOUR = 3_600_000;

let store: Store;
beforeEach(async () => {
  store = await openTestStore();
  await seedChange(store, { id: 'E1', effectiveAt: NOW + HOUR });
});
afterEach(() => store.close());

async function put(pausedUntil: number, notBefore: number, writebackAt: number): Promise<void> {
  const nothing = { halted: null, job: null, job_checked_at: null, log_read_at: null };
  const target = { name: 'entra', newest_row_at: null, paused_until: pausedUntil, ...nothing };
  await store.write(async (tx) => {
    await tx.insertInto('target').values(target).execute();
    await tx.updateTable('person').set({ not_before: notBefore }).execute();
    await tx.updateTable('ticket').set({ writeback_due_at: writebackAt }).execute();
  });
}

async function waits() {
  const target = await store.read.selectFrom('target').selectAll().executeTakeFirstOrThrow();
  const person = await store.read.selectFrom('person').selectAll().executeTakeFirstOrThrow();
  const ticket = await store.read.selectFrom('ticket').selectAll().executeTakeFirstOrThrow();
  const change = await store.read.selectFrom('change').selectAll().executeTakeFirstOrThrow();
  return {
    ...{ pausedUntil: target.paused_until, notBefore: person.not_before },
    ...{ writebackAt: ticket.writeback_due_at, scheduleAt: person.schedule_due_at },
    effectiveAt: change.effective_at,
  };
}

test.each([2 * HOUR, -2 * HOUR])(
  'waits move with a clock set by %i ms, instants do not',
  async (byMs) => {
    await put(NOW + 1_000, NOW + 2_000, NOW - 3_000);
    const now = NOW + byMs;
    await store.write((tx) => moveWaits(tx, byMs, now));
    expect(await waits()).toEqual({
      ...{ pausedUntil: now + 1_000, notBefore: now + 2_000 },
      // Was due already, and still is.
      writebackAt: Math.min(NOW - 3_000, now),
      ...{ scheduleAt: now, effectiveAt: NOW + HOUR },
    });
  },
);

test('what was over stays over with a clock that is set back', async () => {
  await put(NOW - 1_000, NOW - 2_000, NOW - 3_000);
  const now = NOW - 2 * HOUR;
  await store.write((tx) => moveWaits(tx, -2 * HOUR, now));
  expect(await waits()).toMatchObject({ pausedUntil: now, notBefore: now, writebackAt: now });
});

test.each([
  [-2 * HOUR, NOW - 2 * HOUR - 1_000],
  [2 * HOUR, NOW - 1_000],
])('with a clock set by %i ms an approval was confirmed no later than before', async (byMs, at) => {
  await store.write((tx) =>
    tx
      .updateTable('ticket')
      .set({ checked_at: NOW - 1_000 })
      .execute(),
  );
  await store.write((tx) => moveWaits(tx, byMs, NOW + byMs));
  const ticket = await store.read.selectFrom('ticket').selectAll().executeTakeFirstOrThrow();
  expect(ticket.checked_at).toBe(at);
});

test('a wait that no wait is as long as ends now', async () => {
  await put(NOW + 87_600 * HOUR, NOW + 87_600 * HOUR, NOW);
  await store.write((tx) => endImpossibleWaits(tx, NOW));
  expect(await waits()).toMatchObject({ pausedUntil: NOW, notBefore: NOW });
});

test('an hour that Entra asked for is no impossible wait', async () => {
  await put(NOW + HOUR, 0, NOW);
  await store.write((tx) => endImpossibleWaits(tx, NOW));
  expect(await waits()).toMatchObject({ pausedUntil: NOW + HOUR });
});
