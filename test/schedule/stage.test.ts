import { noFaults } from '../../src/ports/faults.js';
import { openAttention } from '../../src/ledger/attention.js';
import { openTestStore } from '../support/test-store.js';
import { scheduleStage } from '../../src/schedule/stage.js';
import type { Store } from '../../src/ports/store.js';
import { FakeClock } from '../support/fake-clock.js';
import { seedChange } from '../support/seed.js';

const clock = new FakeClock();
const NOW = clock.now();
let store: Store;
beforeEach(async () => (store = await openTestStore()));
afterEach(() => store.close());

const step = () =>
  scheduleStage({ store, clock, faults: noFaults, freshnessMs: () => 900_000 }).step();
const person = (id: string) =>
  store.read.selectFrom('person').selectAll().where('id', '=', `p-${id}`).executeTakeFirstOrThrow();
const state = async (id: string) =>
  (
    await store.read
      .selectFrom('change')
      .select('state')
      .where('id', '=', `c-${id}`)
      .executeTakeFirstOrThrow()
  ).state;

test('a due change joins the queue as a new version of the full record', async () => {
  await seedChange(store, { id: 'E1', kind: 'transfer', patch: { title: 'Lead' } });
  await step();
  expect(await state('E1')).toBe('queued');
  const row = await person('E1');
  expect(row).toMatchObject({ desired_version: 1, queued_at: NOW, lane: 2 });
  expect(JSON.parse(row.desired ?? '')).toEqual({ externalId: 'E1', active: true, title: 'Lead' });
});

test('a change for later waits until its instant', async () => {
  await seedChange(store, { id: 'E1', kind: 'termination', effectiveAt: NOW + 5_000 });
  await step();
  expect(await state('E1')).toBe('waiting');
  expect(await person('E1')).toMatchObject({ lane: null, schedule_due_at: NOW + 5_000 });
});

test('an approval that was not confirmed lately is confirmed again first', async () => {
  await seedChange(store, { id: 'E1', kind: 'hire', checkedAt: NOW - 900_001 });
  await step();
  expect(await state('E1')).toBe('waiting');
  const ticket = await store.read.selectFrom('ticket').selectAll().executeTakeFirstOrThrow();
  expect(ticket.verify_due_at).toBe(NOW);
});

test('the approval of a request that waits for a human is not asked for again', async () => {
  await seedChange(store, { id: 'E1', kind: 'hire', checkedAt: NOW - 900_001 });
  await store.write((tx) => tx.updateTable('ticket').set({ state: 'held' }).execute());
  await step();
  expect(await state('E1')).toBe('waiting');
  const ticket = await store.read.selectFrom('ticket').selectAll().executeTakeFirstOrThrow();
  expect(ticket.verify_due_at).toBeNull();
});

test.each([
  ['termination', 'queued'],
  ['hire', 'waiting'],
] as const)('while the ticket system cannot be asked, a %s is %s', async (kind, expected) => {
  await seedChange(store, { id: 'E1', kind, checkedAt: 0 });
  await store.write((tx) =>
    tx
      .updateTable('ticket')
      .set({ verify_tries: 1, verify_due_at: NOW + 9 })
      .execute(),
  );
  await step();
  expect(await state('E1')).toBe(expected);
});

test('what comes back to the queue after its ticket was withdrawn is cancelled', async () => {
  await seedChange(store, { id: 'E1', ticketState: 'cancelled' });
  await step();
  expect(await state('E1')).toBe('cancelled');
  expect((await person('E1')).lane).toBeNull();
});

test('a hire that is withdrawn before anything was sent gives its user name back', async () => {
  await seedChange(store, { id: 'E1', ticketState: 'rejected', baseline: null });
  const name = { target: 'entra', user_name: 'nina.park@example.com', person_id: 'p-E1' };
  await store.write((tx) => tx.insertInto('user_name').values(name).execute());
  await step();
  expect(await store.read.selectFrom('user_name').selectAll().execute()).toEqual([]);
});

test('what people were told of a change is over once a termination took its place', async () => {
  await seedChange(store, { id: 'E1', kind: 'transfer', patch: { title: 'Lead' }, approvedAt: 1 });
  await seedChange(store, { id: 'L', kind: 'termination', sameAs: 'E1', approvedAt: 5 });
  const reason = { code: 'unconfirmed', what: '', next: '', owner: 'operations' } as const;
  const matter = { subject: 'change:c-E1', ticketId: 't-E1', reason, now: NOW };
  await store.write(async (tx) => {
    await openAttention(tx, matter);
    await tx.updateTable('change').set({ effective_at: 9 }).where('id', '=', 'c-E1').execute();
  });
  await step();
  expect(await state('E1')).toBe('superseded');
  const open = store.read.selectFrom('attention').select('id').where('closed_at', 'is', null);
  expect(await open.execute()).toEqual([]);
});

test('no record leaves without an explicit active', async () => {
  await seedChange(store, { id: 'E1', kind: 'transfer', baseline: null, patch: { title: 'Lead' } });
  await step();
  expect(await state('E1')).toBe('held');
  expect(await store.read.selectFrom('attention').select('cause').execute()).toEqual([
    { cause: 'record-incomplete' },
  ]);
});

test('a person whose change was cancelled leaves the queue', async () => {
  await seedChange(store, { id: 'E1' });
  await step();
  await store.write(async (tx) => {
    await tx.updateTable('change').set({ state: 'cancelled' }).execute();
    await tx.updateTable('person').set({ schedule_due_at: NOW }).execute();
  });
  await step();
  expect((await person('E1')).lane).toBeNull();
});

test('what stands behind a leaver says so, once', async () => {
  await seedChange(store, { id: 'L', kind: 'termination', approvedAt: 1 });
  await seedChange(store, { id: 'E1', kind: 'hire', sameAs: 'L', approvedAt: 5 });
  await step();
  const { state: now, reason } = await store.read
    .selectFrom('change')
    .selectAll()
    .where('id', '=', 'c-E1')
    .executeTakeFirstOrThrow();
  expect([now, JSON.parse(reason ?? '').code]).toEqual(['waiting', 'behind-termination']);
});

test('a leaver does not wait until the approval of what else is queued is confirmed again', async () => {
  await seedChange(store, { id: 'E1', kind: 'transfer', patch: { title: 'Lead' } });
  await step();
  await seedChange(store, { id: 'L', kind: 'termination', sameAs: 'E1', approvedAt: 5 });
  await store.write(async (tx) => {
    await tx.updateTable('ticket').set({ checked_at: 0 }).where('id', '=', 't-E1').execute();
    await tx.updateTable('person').set({ schedule_due_at: NOW }).execute();
  });
  await step();
  expect([await state('E1'), await state('L')]).toEqual(['waiting', 'queued']);
  expect(JSON.parse((await person('E1')).desired ?? '')).toEqual({
    externalId: 'E1',
    active: false,
  });
});

test('nothing is written where nobody is due', async () => {
  await seedChange(store, { id: 'E1', effectiveAt: NOW + 5_000 });
  await step();
  const readOnly: Store = {
    ...store,
    write: () => Promise.reject(new Error('wrote')),
  };
  const deps = { clock, faults: noFaults, freshnessMs: () => 900_000 };
  expect(await scheduleStage({ ...deps, store: readOnly }).step()).toBe(0);
  clock.advance(5_000);
  await expect(scheduleStage({ ...deps, store: readOnly }).step()).rejects.toThrow('wrote');
});

test('a leaver does not wait for another termination whose ticket is held', async () => {
  await seedChange(store, { id: 'L1', kind: 'termination', approvedAt: 1 });
  await step();
  await seedChange(store, { id: 'L2', kind: 'termination', sameAs: 'L1', approvedAt: 5 });
  await store.write(async (tx) => {
    await tx.updateTable('ticket').set({ state: 'held' }).where('id', '=', 't-L1').execute();
    await tx.updateTable('person').set({ schedule_due_at: NOW }).execute();
  });
  await step();
  expect([await state('L1'), await state('L2')]).toEqual(['waiting', 'queued']);
});

test('what else is queued does not wait for a request whose ticket is held', async () => {
  await seedChange(store, { id: 'E1', kind: 'transfer', patch: { title: 'Lead' } });
  await seedChange(store, {
    ...{ id: 'E2', kind: 'transfer', sameAs: 'E1', approvedAt: 5 },
    patch: { 'enterprise.department': 'Sales' },
  });
  await step();
  await store.write(async (tx) => {
    await tx.updateTable('ticket').set({ state: 'held' }).where('id', '=', 't-E1').execute();
    await tx.updateTable('person').set({ schedule_due_at: NOW }).execute();
  });
  await step();
  expect([await state('E1'), await state('E2')]).toEqual(['waiting', 'queued']);
  expect(JSON.parse((await person('E1')).desired ?? '')).toEqual({
    ...{ externalId: 'E1', active: true },
    'enterprise.department': 'Sales',
  });
});

describe('after a step that failed', () => {
  beforeEach(async () => {
    const baseline = { externalId: 'E1', active: false, title: 'Clerk' };
    await seedChange(store, { id: 'E1', baseline, patch: { title: 'Lead' } });
    await store.write(async (tx) => {
      const create = await tx.selectFrom('change').selectAll().executeTakeFirstOrThrow();
      const failed = { state: 'failed', step: 'create', settled_at: NOW - 1 };
      await tx.updateTable('change').set(failed).execute();
      const patch = JSON.stringify({ active: true });
      const activate = { ...create, id: 'c-day-one', step: 'activate', patch };
      await tx.insertInto('change').values(activate).execute();
    });
  });

  test('the next step of the request is held, since it would enable what was not made', async () => {
    await step();
    expect(await state('day-one')).toBe('held');
    expect((await person('E1')).lane).toBeNull();
    expect(await store.read.selectFrom('attention').select('id').execute()).toEqual([
      { id: 'earlier-step-failed/change:c-day-one' },
    ]);
  });

  test('the next step goes once the failed one is asked for anew', async () => {
    await store.write(async (tx) => {
      const row = await tx
        .selectFrom('change')
        .selectAll()
        .where('id', '=', 'c-E1')
        .executeTakeFirstOrThrow();
      const anew = { id: 'c-again', state: 'waiting', settled_at: null, created_at: 1 };
      await tx
        .insertInto('change')
        .values({ ...row, ...anew })
        .execute();
    });
    await step();
    expect([await state('again'), await state('day-one')]).toEqual(['queued', 'queued']);
  });

  test('other requests and leavers go on', async () => {
    await seedChange(store, { id: 'L', kind: 'termination', sameAs: 'E1', approvedAt: 5 });
    await step();
    expect(await state('L')).toBe('queued');
  });
});
