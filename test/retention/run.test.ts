import { openTestStore } from '../support/test-store.js';
import { firstBrokenLink } from '../../src/ledger/audit.js';
import { runRetention } from '../../src/retention/run.js';
import { scheduleStage } from '../../src/schedule/stage.js';
import { noFaults } from '../../src/ports/faults.js';
import type { Store } from '../../src/ports/store.js';
import type { Database } from '../../src/ports/schema.js';
import { FakeClock } from '../support/fake-clock.js';
import { seedChange } from '../support/seed.js';
import { attemptRow, deliveryRow, evidenceRow, noteRow, uploadRow } from '../support/sent-rows.js';
import { silentLog } from '../support/silent-log.js';

const DAY = 86_400_000;
const FINAL = JSON.stringify({ status: 'applied', headline: '', note: '', final: true });

let clock: FakeClock;
let store: Store;
beforeEach(async () => {
  clock = new FakeClock();
  store = await openTestStore();
});
afterEach(() => store.close());

const forget = () =>
  runRetention({
    ...{ store, clock, log: silentLog },
    retention: { deliveriesMs: 90 * DAY, ticketsMs: 400 * DAY },
  });

const count = async (table: keyof Database) =>
  Number(
    (
      await store.read
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow()
    ).rows,
  );

/** A request that came, was sent, proven and shown so many days ago. */
async function done(id: string, daysAgo: number, patch: Record<string, string | boolean>) {
  const at = clock.now() - daysAgo * DAY;
  await seedChange(store, { id, kind: 'hire', patch, effectiveAt: at, approvedAt: at });
  await store.write(async (tx) => {
    await tx
      .updateTable('ticket')
      .set({ received_at: at, updated_at: at, shown_at: at, view: FINAL })
      .set({ view_version: 1, shown_version: 1 })
      .where('id', '=', `t-${id}`)
      .execute();
    await tx
      .updateTable('change')
      .set({ state: 'applied', settled_at: at, attempt_id: `a-${id}` })
      .where('id', '=', `c-${id}`)
      .execute();
    await tx
      .updateTable('person')
      .set({ schedule_due_at: null })
      .where('id', '=', `p-${id}`)
      .execute();
    await tx.insertInto('note').values(noteRow(id, at)).execute();
    await tx.insertInto('delivery').values(deliveryRow(id, at)).execute();
    await tx.insertInto('upload').values(uploadRow(id, at)).execute();
    await tx.insertInto('attempt').values(attemptRow(id, at)).execute();
    await tx.insertInto('evidence').values(evidenceRow(id, at)).execute();
  });
}

test('a delivery’s body is emptied after its time; its row still recognises a repeat', async () => {
  await done('E1', 91, { active: true });
  await done('E2', 89, { active: true });
  expect((await forget()).bodies).toBe(1);
  const rows = await store.read
    .selectFrom('delivery')
    .select(['event_id', 'body'])
    .orderBy('id')
    .execute();
  expect(rows).toEqual([
    { event_id: 'e-E1', body: '' },
    { event_id: 'e-E2', body: '{"name":"Nina Park"}' },
  ]);
});

test('a ticket goes after its time with everything that belongs to it, and no other', async () => {
  await done('E1', 401, { active: true });
  await done('E2', 399, { active: true });
  await forget();
  const tables = ['ticket', 'change', 'note', 'delivery', 'attempt', 'evidence', 'upload'] as const;
  expect(await Promise.all(tables.map(count))).toEqual(tables.map(() => 1));
  expect(await count('person')).toBe(2);
});

test('a later transfer makes the same full record as if nothing had been forgotten', async () => {
  const record = async (forgets: boolean) => {
    const id = forgets ? 'E1' : 'E2';
    await done(id, 401, { active: true, title: 'Clerk', 'enterprise.department': 'Finance' });
    if (forgets) await forget();
    const now = clock.now();
    await seedChange(store, {
      id: `${id}-moves`,
      sameAs: id,
      kind: 'transfer',
      patch: { title: 'Lead' },
      effectiveAt: now,
      approvedAt: now,
    });
    await store.write((tx) =>
      tx.updateTable('person').set({ schedule_due_at: now }).where('id', '=', `p-${id}`).execute(),
    );
    await scheduleStage({ store, clock, faults: noFaults, freshnessMs: () => 900_000 }).step();
    const { desired } = await store.read
      .selectFrom('person')
      .select('desired')
      .where('id', '=', `p-${id}`)
      .executeTakeFirstOrThrow();
    return JSON.parse(desired ?? '{}') as { externalId: string };
  };
  const { externalId: _1, ...forgotten } = await record(true);
  const { externalId: _2, ...known } = await record(false);
  expect(forgotten).toEqual(known);
  expect(known).toEqual({ active: true, title: 'Lead', 'enterprise.department': 'Finance' });
});

test('calls of the last 24 hours stay, since they are the day’s quota', async () => {
  await done('E1', 2, { active: true });
  await store.write((tx) =>
    tx
      .updateTable('upload')
      .set({ started_at: clock.now() - DAY / 2 })
      .execute(),
  );
  const retention = { deliveriesMs: DAY, ticketsMs: DAY / 4 };
  await runRetention({ store, clock, log: silentLog, retention });
  expect([await count('ticket'), await count('upload')]).toEqual([0, 1]);
});

test('more than one batch is walked through', async () => {
  for (let at = 0; at < 210; at++) await done(`E${at}`, 500, { active: true });
  expect(await forget()).toMatchObject({
    tickets: 210,
    changes: 210,
    deliveries: 210,
    uploads: 210,
  });
  expect(await count('ticket')).toBe(0);
});

test('each run is told in the audit trail, which itself stays whole', async () => {
  await done('E1', 401, { active: true });
  await forget();
  const { action, data } = await store.read
    .selectFrom('audit')
    .selectAll()
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow();
  expect(action).toBe('retention.ran');
  expect(JSON.parse(data)).toMatchObject({ tickets: 1, ticketsBefore: expect.any(Number) });
  expect(await firstBrokenLink(store.read)).toBeNull();
});
