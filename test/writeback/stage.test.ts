import { noFaults } from '../../src/ports/faults.js';
import { openTestStore } from '../support/test-store.js';
import type { WritebackOrder, WritebackResult } from '../../src/kit/index.js';
import { moveChange } from '../../src/ledger/change.js';
import { touchTicket } from '../../src/ledger/ticket.js';
import type { Connection, Driven } from '../../src/kit/connection.js';
import type { Store } from '../../src/ports/store.js';
import { writebackStage } from '../../src/writeback/stage.js';
import { connectionSettings, plainConnector, silentLog } from '../support/connections.js';
import { FakeClock } from '../support/fake-clock.js';
import { fakeRandom } from '../support/fake-random.js';
import { changeRow, NOON, personRow, snapshot, ticketRow } from '../support/tickets.js';

let store: Store;
let clock: FakeClock;
let answer: Driven<WritebackResult>;
let orders: WritebackOrder[];
let whileWriting: () => Promise<void>;

const SHOWN: Driven<WritebackResult> = {
  is: 'done',
  value: { is: 'shown', noteFound: false, notes: [] },
};
const AWAY: Driven<WritebackResult> = {
  is: 'later',
  afterMs: 1000,
  why: { code: 'ticket-system-unreachable', what: 'Away.', next: 'Wait.', owner: 'operations' },
};

beforeEach(async () => {
  store = await openTestStore();
  clock = new FakeClock(NOON);
  answer = SHOWN;
  orders = [];
  whileWriting = async () => {};
});
afterEach(() => store.close());

const connection: Connection = {
  settings: connectionSettings(),
  connector: plainConnector({
    *writeback(order) {
      orders.push(order);
      return { is: 'shown', noteFound: false, notes: [] };
    },
  }),
  async run(exchange) {
    exchange().next();
    await whileWriting();
    return answer as Driven<never>;
  },
};

function stage() {
  const link = (name: string, number: string) => `https://bridge.example/t/${name}/${number}`;
  return writebackStage({
    store,
    clock,
    random: fakeRandom(),
    log: silentLog,
    faults: noFaults,
    connection,
    link,
  });
}

const ticket = (id = 'ticket-0001') =>
  store.read.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const notes = () => store.read.selectFrom('note').selectAll().orderBy('version').execute();
const matters = async () =>
  (
    await store.read
      .selectFrom('attention')
      .select('cause')
      .where('closed_at', 'is', null)
      .execute()
  ).map(({ cause }) => cause);

async function haveTicket(over: Parameters<typeof ticketRow>[0] = {}, state = 'waiting') {
  const row = ticketRow({
    state: 'mapped',
    kind: 'termination',
    snapshot: JSON.stringify(snapshot()),
    writeback_due_at: NOON,
    ...over,
  });
  await store.write(async (tx) => {
    await tx.insertInto('ticket').values(row).execute();
    const person = personRow({ id: `p-${row.id}`, external_id: row.id });
    await tx.insertInto('person').values(person).execute();
    const change = { id: `c-${row.id}`, ticket_id: row.id, person_id: person.id, state };
    await tx.insertInto('change').values(changeRow(change)).execute();
  });
}

async function move(to: 'queued' | 'sent' | 'applied' | 'cancelled') {
  const change = await store.read.selectFrom('change').selectAll().executeTakeFirstOrThrow();
  await store.write((tx) => moveChange(tx, change, to, clock.now()));
}

test('shows a note once and then rests', async () => {
  await haveTicket();
  expect(await stage().step()).toBe(1);
  expect(orders).toHaveLength(1);
  expect(orders[0]).toMatchObject({
    marker: 'jml-ticket-0-1',
    mayBeRepeat: false,
    link: 'https://bridge.example/t/desk/RITM0010042',
    view: { status: 'waiting' },
  });
  expect(await ticket()).toMatchObject({
    view_version: 1,
    tried_version: 1,
    shown_version: 1,
    shown_at: NOON,
    writeback_due_at: null,
    writeback_since: null,
  });
  expect(await notes()).toMatchObject([{ version: 1, status: 'waiting', shown_at: NOON }]);
  await store.write((tx) => touchTicket(tx, 'ticket-0001', clock.now()));
  expect(await stage().step()).toBe(1);
  expect(orders).toHaveLength(1);
});

test('a try that may have arrived is repeated as such, with the same marker', async () => {
  await haveTicket();
  answer = AWAY;
  await stage().step();
  expect(await ticket()).toMatchObject({
    shown_version: 0,
    tried_version: 1,
    writeback_tries: 1,
    writeback_error: 'Away. Wait.',
    writeback_since: NOON,
  });
  expect(await stage().step()).toBe(0);
  clock.advance(60_000);
  answer = SHOWN;
  await stage().step();
  expect(orders.map(({ marker, mayBeRepeat }) => [marker, mayBeRepeat])).toEqual([
    ['jml-ticket-0-1', false],
    ['jml-ticket-0-1', true],
  ]);
  expect(await ticket()).toMatchObject({ shown_version: 1, writeback_error: null });
});

test('after an outage only the newest note is written', async () => {
  await haveTicket();
  answer = AWAY;
  await stage().step();
  await move('queued');
  await move('sent');
  clock.advance(60_000);
  await stage().step();
  await move('applied');
  clock.advance(60_000);
  answer = SHOWN;
  await stage().step();
  expect(orders.at(-1)).toMatchObject({ mayBeRepeat: false, view: { status: 'applied' } });
  expect(await ticket()).toMatchObject({ view_version: 3, shown_version: 3 });
  expect((await notes()).map(({ shown_at }) => shown_at !== null)).toEqual([false, false, true]);
});

test('what happens while a note is being written is told next', async () => {
  await haveTicket();
  whileWriting = async () => {
    whileWriting = async () => {};
    await move('cancelled');
  };
  await stage().step();
  expect(await ticket()).toMatchObject({ shown_version: 1, writeback_due_at: NOON });
  await stage().step();
  expect(orders.map(({ view }) => view.status)).toEqual(['waiting', 'cancelled']);
});

test('people are told once when a ticket system stays away, and no longer when it is back', async () => {
  await haveTicket();
  answer = AWAY;
  for (let look = 0; look < 5; look++) {
    await stage().step();
    clock.advance(900_000);
  }
  expect(await matters()).toEqual(['ticket-system-unreachable']);
  answer = SHOWN;
  await stage().step();
  expect(await matters()).toEqual([]);
});

test('a ticket that cannot be written is given to people and not tried for ever', async () => {
  await haveTicket();
  answer = { is: 'done', value: { is: 'impossible', why: 'it was deleted.' } };
  await stage().step();
  expect(await matters()).toEqual(['writeback-undeliverable']);
  expect(await ticket()).toMatchObject({
    shown_version: 0,
    writeback_due_at: null,
    writeback_error: 'The ticket cannot be updated: it was deleted.',
  });
});

test('a ticket that is hidden for a while is told once it can be seen again', async () => {
  await haveTicket();
  answer = { is: 'done', value: { is: 'not-found', why: 'the bridge may not see it.' } };
  for (let look = 0; look < 4; look++) {
    await stage().step();
    clock.advance(900_000);
  }
  expect(await matters()).toEqual([]);
  answer = SHOWN;
  await stage().step();
  expect(orders).toHaveLength(5);
  expect(await ticket()).toMatchObject({ shown_version: 1, writeback_error: null });
});

test('a ticket that stays unknown is given to people after a while', async () => {
  await haveTicket();
  answer = { is: 'done', value: { is: 'not-found', why: 'it was deleted.' } };
  for (let look = 0; look < 20; look++) {
    await stage().step();
    clock.advance(900_000);
  }
  expect(await matters()).toEqual(['writeback-undeliverable']);
  expect(orders).toHaveLength(8);
  expect(await ticket()).toMatchObject({ shown_version: 0, writeback_due_at: null });
});

test('a ticket that was never read, or has nothing to tell, is left alone', async () => {
  await haveTicket({ id: 'unread', ref: 'r2', snapshot: null, state: 'held' });
  await haveTicket({ id: 'new', ref: 'r3', state: 'received' });
  expect(await stage().step()).toBe(2);
  expect(orders).toEqual([]);
  expect(await ticket('new')).toMatchObject({ view_version: 0, writeback_due_at: null });
  expect(JSON.parse((await ticket('new')).view ?? '')).toMatchObject({
    status: 'received',
  });
});

test('leavers are told first', async () => {
  await haveTicket({ id: 'hire', ref: 'r2', kind: 'hire', writeback_due_at: NOON - 5000 });
  await haveTicket({ id: 'leaver', ref: 'r3' });
  await stage().step();
  expect(orders.map(({ marker }) => marker)).toEqual(['jml-leaver-1', 'jml-hire-1']);
});
