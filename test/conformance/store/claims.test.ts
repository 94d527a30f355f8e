import { CompiledQuery, sql } from 'kysely';
import {
  claimTickets,
  nextTickets,
  stillClaimed,
  type TicketStage,
} from '../../../src/ledger/claim.js';
import { moveChange } from '../../../src/ledger/change.js';
import { forgetEverybody, releaseOrphans, reportAlive } from '../../../src/ledger/presence.js';
import { touchTicket } from '../../../src/ledger/ticket.js';
import type { Store } from '../../../src/ports/store.js';
import { claimPeople } from '../../../src/schedule/people.js';
import { changeRow, personRow, ticketRow } from '../../support/tickets.js';
import { eachEngine, type OpenStores } from './engines.js';

const NOW = 1_000_000;
const REPLICAS = 4;

eachEngine('a claim', (open) => {
  let stores: OpenStores;
  let store: Store;
  beforeEach(async () => {
    stores = await open(REPLICAS);
    store = stores.replicas[0] as Store;
  });
  afterEach(() => stores.close());

  const seedTickets = (count: number, over: Parameters<typeof ticketRow>[0] = {}) =>
    store.write(async (tx) => {
      for (let n = 0; n < count; n++) {
        const due = { verify_due_at: n, map_due_at: n, writeback_due_at: n };
        await tx
          .insertInto('ticket')
          .values(ticketRow({ id: `t${n}`, ref: `r${n}`, ...due, ...over }))
          .execute();
      }
    });
  const claim = (replica: Store, stage: TicketStage, most: number, now = NOW) =>
    replica.write((tx) =>
      claimTickets(tx, stage, {
        ...{ now, leaseMs: 60_000, most },
        ...{ connection: 'desk', by: replica.replica },
      }),
    );
  const ticket = (id: string) =>
    store.read.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  test.each([
    ['verify', null],
    ['map', null],
    ['writeback', 0],
    ['writeback', 1],
  ] as const)(
    'of %s, rank %s, takes the next tickets as an index has them, without sorting all that are due',
    async (stage, rank) => {
      await seedTickets(60);
      const claims = { now: NOW, connection: 'desk', most: 5 };
      const plan = await planOf(store, nextTickets(store.read, stage, claims, rank).compile());
      expect(plan).not.toMatch(/sort|temp b-tree/i);
      expect(plan).toMatch(new RegExp(`ticket_${stage}`));
    },
  );

  test.each(['verify', 'map', 'writeback'] as const)(
    'of %s gives every ticket to one worker, however many ask at once',
    async (stage) => {
      await seedTickets(60);
      const claims = await Promise.all(
        Array.from({ length: 24 }, (_, n) =>
          claim(stores.replicas[n % REPLICAS] as Store, stage, 5),
        ),
      );
      const ids = claims.flat().map((row) => row.id);
      expect(new Set(ids).size).toBe(ids.length);
      const rest: string[] = [];
      for (;;) {
        const more = await claim(store, stage, 5);
        if (more.length === 0) break;
        rest.push(...more.map((row) => row.id));
      }
      expect(new Set([...ids, ...rest]).size).toBe(60);
    },
  );

  test('takes no more than it asks for, the oldest first', async () => {
    await seedTickets(10);
    const ids = (await claim(store, 'verify', 3)).map((row) => row.id).sort();
    expect(ids).toEqual(['t0', 't1', 't2']);
  });

  test('of people gives everybody to one worker', async () => {
    await store.write(async (tx) => {
      for (let n = 0; n < 40; n++) {
        const row = personRow({ id: `p${n}`, external_id: `E${n}`, schedule_due_at: n });
        await tx.insertInto('person').values(row).execute();
      }
    });
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (stores.replicas[n % REPLICAS] as Store).write((tx) => claimPeople(tx, NOW, 60_000, 5)),
      ),
    );
    const ids = claims.flat().map(({ person }) => person.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is refused by its fence once somebody else has claimed', async () => {
    await seedTickets(1);
    const [late] = await claim(store, 'verify', 1);
    const [newer] = await claim(store, 'verify', 1, NOW + 60_000);
    if (!late || !newer) throw new Error('nothing was claimed');
    await store.write(async (tx) => {
      expect(await stillClaimed(tx, 'verify', late)).toBeUndefined();
      expect(await stillClaimed(tx, 'verify', newer)).toMatchObject({ id: 't0' });
    });
  });

  test('keeps a ticket to itself that becomes due while somebody writes to it', async () => {
    await seedTickets(1);
    expect(await claim(store, 'writeback', 1)).toHaveLength(1);
    await store.write((tx) => touchTicket(tx, 't0', NOW + 1));
    expect(await claim(store, 'writeback', 1, NOW + 2)).toHaveLength(0);
    expect(await claim(store, 'writeback', 1, NOW + 60_000)).toHaveLength(1);
  });

  test('of a replica that is gone is due at once, that of a live one is not', async () => {
    await seedTickets(2);
    await store.write((tx) =>
      tx
        .updateTable('ticket')
        .set((eb) => ({
          verify_due_at: NOW + 600_000,
          verify_by: eb.case().when('id', '=', 't0').then('gone').else('alive').end(),
        }))
        .execute(),
    );
    await store.write((tx) => reportAlive(tx, 'gone', NOW - 31_000));
    await store.write((tx) => reportAlive(tx, 'alive', NOW - 5_000));
    await store.write((tx) => releaseOrphans(tx, NOW));
    expect([(await ticket('t0')).verify_due_at, (await ticket('t1')).verify_due_at]).toEqual([
      NOW,
      NOW + 600_000,
    ]);
  });

  test('of a replica that is gone does not keep a ticket that became due meanwhile', async () => {
    await seedTickets(1);
    await claim(store, 'writeback', 1);
    await store.write((tx) => touchTicket(tx, 't0', NOW + 1));
    await store.write(forgetEverybody);
    await store.write((tx) => releaseOrphans(tx, NOW + 2));
    expect(await claim(store, 'writeback', 1, NOW + 2)).toHaveLength(1);
  });

  test('of anybody is due once the only process starts anew; what waits on purpose waits on', async () => {
    await seedTickets(1, { verify_due_at: NOW + 3_600_000, writeback_due_at: NOW });
    await claim(store, 'writeback', 1);
    await store.write(forgetEverybody);
    await store.write((tx) => releaseOrphans(tx, NOW));
    expect(await ticket('t0')).toMatchObject({
      verify_due_at: NOW + 3_600_000,
      writeback_due_at: NOW,
      writeback_lease_until: null,
    });
  });

  test('two writers cannot move one change from the same state', async () => {
    await store.write(async (tx) => {
      await tx.insertInto('ticket').values(ticketRow()).execute();
      await tx.insertInto('person').values(personRow()).execute();
      await tx
        .insertInto('change')
        .values(changeRow({ state: 'queued' }))
        .execute();
    });
    const change = changeRow({ state: 'queued' });
    const moves = await Promise.allSettled(
      (['sent', 'cancelled'] as const).map((to, n) =>
        (stores.replicas[n] as Store).write((tx) => moveChange(tx, change, to, NOW)),
      ),
    );
    expect(moves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

/** How the engine would carry it out on a table too large to be read whole. */
async function planOf(store: Store, { sql: text, parameters }: CompiledQuery) {
  const { rows } = await store.write(async (tx) => {
    if (!store.shared)
      return tx.executeQuery(CompiledQuery.raw(`explain query plan ${text}`, [...parameters]));
    for (const way of ['enable_seqscan', 'enable_bitmapscan', 'enable_sort'])
      await sql.raw(`set local ${way} = off`).execute(tx);
    return tx.executeQuery(CompiledQuery.raw(`explain ${text}`, [...parameters]));
  });
  return JSON.stringify(rows);
}
