import { readBudget } from '../../src/submit/queue.js';
import type { Store } from '../../src/ports/store.js';
import { uploadRow } from '../support/sent-rows.js';
import { testTarget as target } from '../support/target.js';
import { openTestStore } from '../support/test-store.js';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const DAY = 86_400_000;
let store: Store;
beforeEach(async () => (store = await openTestStore()));
afterEach(() => store.close());

async function budgetAfter(startedAt: number, answeredAt: number | null) {
  const upload = uploadRow('E1', startedAt, { target: target.name, answered_at: answeredAt });
  return store.write(async (tx) => {
    await tx.insertInto('upload').values(upload).execute();
    const { callsToday, nextCallFreesAt } = await readBudget(tx, target, NOW);
    return { callsToday, nextCallFreesAt };
  });
}

test('a call counts for 24 hours from its answer, since it reached Entra before that', async () => {
  const answeredAt = NOW - DAY + 2_000;
  expect(await budgetAfter(answeredAt - 4_000, answeredAt)).toEqual({
    callsToday: 1,
    nextCallFreesAt: NOW + 2_000,
  });
});

test('one without an answer counts from when it was written down', async () => {
  expect(await budgetAfter(NOW - 1_000, null)).toMatchObject({ callsToday: 1 });
});

test('after a day it is over', async () => {
  expect(await budgetAfter(NOW - DAY - 4_000, NOW - DAY)).toEqual({
    callsToday: 0,
    nextCallFreesAt: null,
  });
});
