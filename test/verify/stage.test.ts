import { noFaults } from '../../src/ports/faults.js';
import { openTestStore } from '../support/test-store.js';
import type { Reason } from '../../src/domain/reason.js';
import type { TicketSnapshot } from '../../src/domain/ticket.js';
import type { ReadOrder } from '../../src/kit/index.js';
import { openAttention } from '../../src/ledger/attention.js';
import { intakeTicket } from '../../src/ledger/intake-ticket.js';
import { refuseDelivery } from '../../src/ledger/refusal.js';
import type { Connection, Driven } from '../../src/kit/connection.js';
import type { Store } from '../../src/ports/store.js';
import { runSweep } from '../../src/verify/sweep.js';
import { verifyStage } from '../../src/verify/stage.js';
import { connectionSettings, plainConnector, silentLog } from '../support/connections.js';
import { FakeClock } from '../support/fake-clock.js';
import { fakeRandom } from '../support/fake-random.js';
import { attemptRow, uploadRow } from '../support/sent-rows.js';
import { changeRow, NOON, personRow, snapshot, ticketRow } from '../support/tickets.js';

let store: Store;
let clock: FakeClock;
let system: TicketSnapshot[];
let trouble: Exclude<Driven<never>, { is: 'done' }> | null;
let orders: ReadOrder[];
/** A ticket whose reading is refused, whoever is read along with it. */
let poison: { ref: string; driven: Exclude<Driven<never>, { is: 'done' }> } | null;
let whileReading: () => Promise<void>;

beforeEach(async () => {
  store = await openTestStore();
  clock = new FakeClock(NOON);
  system = [snapshot()];
  trouble = null;
  orders = [];
  poison = null;
  whileReading = async () => {};
});
afterEach(() => store.close());

const connection: Connection = {
  settings: connectionSettings(),
  connector: plainConnector({
    *read(asked) {
      orders.push(...asked);
      return system;
    },
    *sweep() {
      return system.map(({ ref, number }) => ({ ref, number }));
    },
  }),
  async run(exchange) {
    await whileReading();
    if (trouble) return trouble;
    const before = orders.length;
    const turn = exchange().next();
    if (poison && orders.slice(before).some(({ ref }) => ref === poison?.ref)) return poison.driven;
    if (!turn.done) throw new Error('no requests expected');
    return { is: 'done', value: turn.value };
  },
};

function deps() {
  const kindOf = () => 'termination' as const;
  const random = fakeRandom();
  return {
    store,
    clock,
    random,
    log: silentLog,
    faults: noFaults,
    connection,
    kindOf,
    keptMs: 400 * 86_400_000,
    catalogItems: ['T'],
  };
}

const verify = () => verifyStage(deps()).step();
const ticket = (ref = 'r1') =>
  store.read.selectFrom('ticket').selectAll().where('ref', '=', ref).executeTakeFirstOrThrow();
const changes = () => store.read.selectFrom('change').selectAll().orderBy('id').execute();
const matters = async () =>
  (
    await store.read
      .selectFrom('attention')
      .select('cause')
      .where('closed_at', 'is', null)
      .execute()
  ).map(({ cause }) => cause);
const actions = async () =>
  (await store.read.selectFrom('audit').select('action').execute()).map(({ action }) => action);

async function deliver(hint: { ref?: string; number?: string }) {
  await store.write((tx) =>
    intakeTicket(tx, {
      connection: 'desk',
      ...hint,
      delivered: '{"approved":true}',
      now: clock.now(),
      id: `t-${hint.ref ?? hint.number}`,
    }),
  );
}

async function haveMapped(states: string[]) {
  await store.write(async (tx) => {
    const row = ticketRow({
      state: 'mapped',
      digest: 'd1',
      revision: 3,
      snapshot: JSON.stringify(snapshot()),
      approved_at: NOON - 60_000,
      checked_at: NOON - 3_600_000,
      verify_due_at: NOON,
    });
    await tx.insertInto('ticket').values(row).execute();
    await tx
      .insertInto('person')
      .values(personRow({ lane: 1, queued_at: NOON }))
      .execute();
    for (const [index, state] of states.entries()) {
      await tx
        .insertInto('change')
        .values(changeRow({ id: `change-${index}`, step: `s${index}`, state }))
        .execute();
    }
  });
}

test('a delivered ticket is read back and approved by its own system', async () => {
  await deliver({ ref: 'r1' });
  expect(await verify()).toBe(1);
  expect(await ticket()).toMatchObject({
    state: 'approved',
    kind: 'termination',
    approved_at: NOON - 60_000,
    checked_at: NOON,
    map_due_at: NOON,
    verify_due_at: null,
    number: 'RITM0010042',
  });
  expect(orders).toEqual([{ ref: 'r1', delivered: { approved: true } }]);
  expect(await actions()).toContain('ticket.approved');
  expect(await verify()).toBe(0);
});

test('a delivery that says approved does not approve anything', async () => {
  system = [snapshot({ approval: 'waiting' })];
  await deliver({ ref: 'r1' });
  await verify();
  expect(await ticket()).toMatchObject({ state: 'waiting-approval', map_due_at: null });
  expect((await ticket()).verify_due_at).toBe(NOON + 180_000);
});

test('a ticket known by number gets its true id', async () => {
  await deliver({ number: 'RITM0010042' });
  await verify();
  expect(await ticket()).toMatchObject({ ref: 'r1', state: 'approved' });
});

test('a number that belongs to a known ticket becomes one with it', async () => {
  await deliver({ ref: 'r1' });
  await deliver({ number: 'RITM0010042' });
  await verify();
  await verify();
  const rows = await store.read.selectFrom('ticket').select(['ref', 'state']).execute();
  expect(rows).toEqual([{ ref: 'r1', state: 'approved' }]);
});

test('a refusal told of a number goes over to the ticket the number belongs to', async () => {
  const reason = { code: '', what: 'Refused.', next: 'Look.', owner: 'operations' } as const;
  await store.write((tx) =>
    refuseDelivery(tx, {
      ...{ connection: 'desk', ticket: { number: 'RITM0010042' }, reason, now: NOON, id: 't-n' },
    }),
  );
  await deliver({ ref: 'r1' });
  await verify();
  await verify();
  expect(await ticket()).toMatchObject({
    id: 't-r1',
    refusal: expect.stringContaining('Refused.'),
  });
  expect(await matters()).toEqual(['delivery-refused']);
});

test('an approval that was delivered and that the ticket does not have is a security event, once', async () => {
  system = [snapshot({ approval: 'waiting', approvedAt: null, approvers: [] })];
  await deliver({ ref: 'r1' });
  await store.write((tx) => tx.insertInto('delivery').values(claim('d-1', NOON)).execute());
  await verify();
  expect(await ticket()).toMatchObject({ state: 'waiting-approval' });
  expect(await security()).toEqual([{ subject: 't-r1', delivery: 'd-1' }]);
  clock.advance(600_000);
  await verify();
  expect(await security()).toHaveLength(1);
  clock.advance(1_000);
  await store.write((tx) => tx.insertInto('delivery').values(claim('d-2', clock.now())).execute());
  await deliver({ ref: 'r1' });
  await verify();
  expect((await security()).map(({ delivery }) => delivery)).toEqual(['d-1', 'd-2']);
});

function claim(id: string, received_at: number) {
  return {
    ...{ id, connection: 'desk', event_id: id, body_sha256: '', received_at, status: 202 },
    ...{ problem: null, errors: null, event: 'approval.approved', ticket_ref: 'r1' },
    ...{ ticket_number: null, body: '' },
  };
}

async function security() {
  const rows = await store.read
    .selectFrom('audit')
    .select(['subject', 'data'])
    .where('action', '=', 'security.approval-not-confirmed')
    .orderBy('seq')
    .execute();
  return rows.map(({ subject, data }) => ({
    subject: subject.replace('ticket:', ''),
    ...(JSON.parse(data) as { delivery: string }),
  }));
}

test('what was told while a reading was under way is read again', async () => {
  await deliver({ ref: 'r1' });
  whileReading = () => deliver({ ref: 'r1' });
  await verify();
  expect(await ticket()).toMatchObject({ state: 'received', verify_due_at: NOON });
});

test('a mapped ticket is confirmed without being mapped again', async () => {
  await haveMapped(['waiting']);
  await verify();
  expect(await ticket()).toMatchObject({
    state: 'mapped',
    checked_at: NOON,
    map_due_at: null,
    verify_due_at: null,
  });
  expect(await actions()).toEqual(['ticket.confirmed']);
});

test('a cancelled ticket takes back everything that was not sent', async () => {
  await haveMapped(['waiting', 'queued', 'held']);
  system = [snapshot({ status: 'cancelled', revision: 4 })];
  await verify();
  expect((await changes()).map(({ state }) => state)).toEqual([
    'cancelled',
    'cancelled',
    'cancelled',
  ]);
  const person = await store.read.selectFrom('person').selectAll().executeTakeFirstOrThrow();
  expect(person).toMatchObject({ lane: null, schedule_due_at: NOON });
  expect(await ticket()).toMatchObject({ state: 'cancelled', writeback_due_at: NOON });
  expect(await matters()).toEqual([]);
});

test.each([
  ['free again where nothing was sent', null, 0],
  ['kept where something was sent', '{}', 1],
])('the user name of a cancelled hire is %s', async (_name, sent, left) => {
  await haveMapped(['waiting']);
  const name = { target: 'entra', user_name: 'nina.park@example.com', person_id: 'person-1' };
  await store.write(async (tx) => {
    await tx.insertInto('user_name').values(name).execute();
    await tx.updateTable('person').set({ sent }).execute();
  });
  system = [snapshot({ status: 'cancelled', revision: 4 })];
  await verify();
  expect(await store.read.selectFrom('user_name').selectAll().execute()).toHaveLength(left);
});

test('what people were told of a failure is over once its ticket is cancelled', async () => {
  await haveMapped(['failed']);
  const [change] = await changes();
  const reason = { code: 'entra-failed', what: '', next: '', owner: 'operations' } as const;
  const matter = { subject: `change:${change!.id}`, ticketId: change!.ticket_id, reason, now: 1 };
  await store.write((tx) => openAttention(tx, matter));
  system = [snapshot({ status: 'cancelled', revision: 4 })];
  await verify();
  expect(await matters()).toEqual([]);
});

test('a rejection is told also where the mapping had rejected what was asked', async () => {
  await haveMapped(['waiting']);
  const reason = JSON.stringify({
    code: 'date-invalid',
    what: '',
    next: '',
    owner: 'service-desk',
  });
  await store.write(async (tx) => {
    await tx.updateTable('ticket').set({ state: 'rejected', reason }).execute();
    const { id } = await tx.selectFrom('ticket').select('id').executeTakeFirstOrThrow();
    const matter = { subject: `ticket:${id}`, ticketId: id, now: 1 };
    await openAttention(tx, { ...matter, reason: JSON.parse(reason) as Reason });
  });
  system = [snapshot({ approval: 'rejected', revision: 4 })];
  await verify();
  expect((await changes()).map(({ state }) => state)).toEqual(['cancelled']);
  expect(JSON.parse((await ticket()).reason ?? '')).toMatchObject({ code: 'approval-rejected' });
  expect(await matters()).toEqual([]);
});

test('a cancellation after sending is told to be too late, once', async () => {
  await haveMapped(['sent', 'waiting']);
  system = [snapshot({ approval: 'waiting', revision: 4 })];
  await verify();
  expect((await changes()).map(({ state }) => state)).toEqual(['sent', 'cancelled']);
  expect(await matters()).toEqual(['too-late-to-cancel']);
  expect(JSON.parse((await ticket()).reason ?? '')).toMatchObject({ code: 'too-late-to-cancel' });
  await store.write((tx) => tx.updateTable('attention').set({ closed_at: NOON }).execute());
  await deliver({ ref: 'r1' });
  await verify();
  expect(await matters()).toEqual([]);
  expect(await ticket()).toMatchObject({ state: 'cancelled' });
});

test.each([
  ['in-doubt', 'too-late-to-cancel'],
  ['unconfirmed', 'too-late-to-cancel'],
  ['retry', 'ticket-cancelled'],
  ['refused', 'ticket-cancelled'],
])('a cancellation between two sends, the first one %s, tells %s', async (state, told) => {
  await haveMapped(['queued']);
  await store.write(async (tx) => {
    const sent = attemptRow('E1', NOON, { person_id: 'person-1', state });
    await tx.insertInto('upload').values(uploadRow('E1', NOON)).execute();
    await tx.insertInto('attempt').values(sent).execute();
    await tx.updateTable('change').set({ attempt_id: sent.id }).execute();
  });
  system = [snapshot({ status: 'cancelled', revision: 4 })];
  await verify();
  expect((await changes()).map((change) => change.state)).toEqual(['cancelled']);
  expect(JSON.parse((await ticket()).reason ?? '')).toMatchObject({ code: told });
  expect(await matters()).toEqual(told === 'ticket-cancelled' ? [] : [told]);
});

test('a self-approved ticket is held until somebody else approves it', async () => {
  system = [snapshot({ requester: { id: 'boss', name: 'Bo', employeeNumber: '' } })];
  await deliver({ ref: 'r1' });
  await verify();
  expect(await ticket()).toMatchObject({ state: 'held', writeback_due_at: NOON });
  expect(await matters()).toEqual(['self-approved']);
  system = [snapshot()];
  clock.advance(180_000);
  await verify();
  expect((await ticket()).state).toBe('approved');
  expect(await matters()).toEqual([]);
});

test('a ticket that cannot be found is held after several looks', async () => {
  system = [];
  await deliver({ ref: 'r1' });
  for (let look = 0; look < 3; look++) {
    await verify();
    clock.advance(120_000);
  }
  expect((await ticket()).state).toBe('held');
  expect(await matters()).toEqual(['ticket-not-found']);
});

test('while the ticket system is away nothing is forgotten and nothing is confirmed', async () => {
  await haveMapped(['waiting']);
  const why = { code: 'ticket-system-unreachable', what: 'x', next: 'y', owner: 'operations' };
  trouble = { is: 'later', afterMs: 1000, why: why as never };
  for (let look = 0; look < 5; look++) {
    expect(await verify()).toBe(1);
    clock.advance(600_000);
  }
  expect(await ticket()).toMatchObject({
    state: 'mapped',
    checked_at: NOON - 3_600_000,
    verify_tries: 5,
  });
  expect(await matters()).toEqual(['ticket-system-unreachable']);
  trouble = null;
  await verify();
  expect(await matters()).toEqual([]);
});

const refusal = (over: object) =>
  ({ why: { code: 'x', what: 'x', next: 'y', owner: 'operations' }, ...over }) as never;

test.each([
  ['refused', refusal({ is: 'broken', oneRequest: true })],
  ['not understood', refusal({ is: 'later', afterMs: 60_000, oneRequest: true })],
])('a ticket whose answer is %s holds up nobody who was read along with it', async (_, driven) => {
  system = ['r1', 'r2', 'r3'].map((ref) => snapshot({ ref, number: `RITM000004${ref[1]}` }));
  for (const { ref } of system) await deliver({ ref });
  poison = { ref: 'r2', driven };
  expect(await verify()).toBe(3);
  expect((await ticket('r1')).state).toBe('approved');
  expect((await ticket('r3')).state).toBe('approved');
  expect(await ticket('r2')).toMatchObject({ state: 'received', verify_tries: 1 });
});

test('tickets are not read one by one while the whole system is away', async () => {
  for (const ref of ['r1', 'r2', 'r3']) await deliver({ ref });
  poison = { ref: 'r1', driven: refusal({ is: 'later', afterMs: 1_000 }) };
  await verify();
  expect(orders).toHaveLength(3);
  for (const ref of ['r1', 'r2', 'r3']) expect((await ticket(ref)).verify_tries).toBe(1);
});

test('the sweep takes in what no delivery announced, once', async () => {
  expect(await runSweep(deps())).toBe(1);
  expect(await runSweep(deps())).toBe(0);
  expect(await ticket()).toMatchObject({ state: 'received', verify_due_at: NOON });
  expect(await actions()).toContain('ticket.found-by-sweep');
  const row = await store.read.selectFrom('sweep').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ since: NOON, found: 0, error: null });
});

test('the sweep wakes a ticket that waits for its approval', async () => {
  system = [snapshot({ approval: 'waiting' })];
  await deliver({ ref: 'r1' });
  await verify();
  system = [snapshot({ revision: 4 })];
  await runSweep(deps());
  await verify();
  expect((await ticket()).state).toBe('approved');
});

test.each(['mapped', 'held'])('the sweep has a %s ticket read again', async (state) => {
  await haveMapped(['waiting']);
  await store.write((tx) => tx.updateTable('ticket').set({ state, verify_due_at: null }).execute());
  await runSweep(deps());
  expect((await ticket()).verify_due_at).toBe(NOON);
});

test('a sweep that fails looks back just as far the next time', async () => {
  trouble = {
    is: 'broken',
    why: { code: 'ticket-system-not-permitted', what: 'No.', next: 'y', owner: 'operations' },
  };
  await runSweep(deps());
  const row = await store.read.selectFrom('sweep').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ since: NOON - 86_400_000, error: 'No.' });
  expect(await matters()).toEqual(['ticket-system-not-permitted']);
});

test('people hear of sweeps that fail for a quarter of an hour, and no more once one is done', async () => {
  await runSweep(deps());
  const why = { code: 'connector-failed', what: 'No list.', next: 'y', owner: 'operations' };
  trouble = { is: 'later', afterMs: 1000, why: why as never };
  const told: string[][] = [];
  for (let look = 0; look < 3; look++) {
    clock.advance(5 * 60_000);
    await runSweep(deps());
    told.push(await matters());
  }
  expect(told).toEqual([[], [], ['connector-failed']]);
  clock.advance(5 * 60_000);
  trouble = null;
  await runSweep(deps());
  expect(await matters()).toEqual([]);
});
