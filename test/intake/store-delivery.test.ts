import { openTestStore } from '../support/test-store.js';
import { makeDelivery } from '../../src/intake/delivery.js';
import type { Judgement } from '../../src/intake/judge.js';
import { storeDelivery } from '../../src/intake/store-delivery.js';
import type { Store } from '../../src/ports/store.js';
import { fakeRandom } from '../support/fake-random.js';

let store: Store;
beforeEach(async () => void (store = await openTestStore()));
afterEach(() => store.close());

const ACCEPTED: Judgement = { is: 'accepted', event: 'approved', tickets: [{ number: 'R1' }] };
const REFUSED: Judgement = { is: 'refused', problem: 'not-approved', errors: [] };

function keep(id: string, eventId: string | null, now: number, judgement: Judgement) {
  const bytes = Buffer.from('{}');
  const delivery = makeDelivery({ id, connection: 'one', eventId, bytes, now, judgement });
  return store.write((tx) => storeDelivery(tx, delivery, fakeRandom()));
}
const dueAt = async () =>
  (await store.read.selectFrom('ticket').select('verify_due_at').execute()).map(
    (row) => row.verify_due_at,
  );

test('a delivery refused once and accepted later keeps its id and takes its ticket in', async () => {
  await keep('first', 'e', 1000, REFUSED);
  expect(await keep('second', 'e', 2000, ACCEPTED)).toMatchObject({ id: 'first', isNew: false });
  const rows = await store.read.selectFrom('delivery').selectAll().execute();
  expect(rows).toMatchObject([{ id: 'first', status: 202, problem: null, received_at: 1000 }]);
  expect(await dueAt()).toEqual([2000]);
});

test('a delivery accepted once stays accepted, whatever a repeat is judged', async () => {
  await keep('first', 'e', 1000, ACCEPTED);
  expect(await keep('second', 'e', 2000, REFUSED)).toMatchObject({
    id: 'first',
    judgement: { is: 'accepted' },
  });
  expect(await dueAt()).toEqual([1000]);
});

test('where the sender gives no id, the same words later wake the ticket', async () => {
  const { id } = await keep('first', null, 1000, ACCEPTED);
  expect(await keep('second', null, 2000, ACCEPTED)).toMatchObject({ id, isNew: false });
  expect(await dueAt()).toEqual([2000]);
});

test('nothing is stored in part', async () => {
  const bad = { ...ACCEPTED, tickets: [{ number: 'R1' }, {}] };
  await expect(keep('first', 'e', 1000, bad)).rejects.toThrow();
  expect(await store.read.selectFrom('delivery').selectAll().execute()).toEqual([]);
  expect(await dueAt()).toEqual([]);
});
