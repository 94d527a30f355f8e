import { sql } from 'kysely';
import { standOn, type Lease } from '../../../src/ledger/lease.js';
import type { Store } from '../../../src/ports/store.js';
import { Lane } from '../../../src/submit/lane.js';
import { FakeClock } from '../../support/fake-clock.js';
import { describePostgres } from '../../support/postgres.js';
import { silentLog } from '../../support/silent-log.js';
import { eachEngine, openOnPostgres, type OpenStores } from './engines.js';

const lanes = (stores: OpenStores, clock: FakeClock) =>
  stores.replicas.map((store) => new Lane({ store, clock, log: silentLog, target: 'entra' }));
const holders = (all: Lane[]) => all.map((lane) => lane.held() !== null);

eachEngine('a lane', (open) => {
  test('is held for good where the store belongs to one process, renewed where it does not', async () => {
    const stores = await open(1);
    const clock = new FakeClock();
    const [lane] = lanes(stores, clock) as [Lane];
    expect(lane.held()).toBeNull();
    for (let second = 0; second < 20; second++) {
      await lane.step();
      expect(lane.held()).toMatchObject({ name: 'target:entra', fence: 1 });
      clock.advance(1_000);
    }
    await stores.close();
  });
});

describePostgres('a lane that replicas share', () => {
  let stores: OpenStores;
  let clock: FakeClock;
  let all: Lane[];
  beforeEach(async () => {
    stores = await openOnPostgres(3);
    clock = new FakeClock();
    all = lanes(stores, clock);
  });
  afterEach(() => stores.close());

  const stepAll = () => Promise.all(all.map((lane) => lane.step()));
  const held = (lane: Lane) => lane.held() as Lease;
  const stands = (lease: Lease) => (stores.replicas[0] as Store).write((tx) => standOn(tx, lease));

  test('has one holder, however many ask at once', async () => {
    await stepAll();
    expect(holders(all).filter(Boolean)).toHaveLength(1);
    clock.advance(4_000);
    await stepAll();
    expect(holders(all).filter(Boolean)).toHaveLength(1);
  });

  test('is taken over in less than 10 s after its holder fell silent', async () => {
    const [dead, next] = all as [Lane, Lane];
    await dead.step();
    const fence = held(dead).fence;
    const died = clock.now();
    while (!next.held()) {
      clock.advance(1_000);
      await next.step();
    }
    expect(clock.now() - died).toBeLessThan(10_000);
    expect(held(next).fence).toBe(fence + 1);
  });

  test('is not held by one that cannot be sure of it any more, before another can have it', async () => {
    const [slow, next] = all as [Lane, Lane];
    await slow.step();
    const before = held(slow);
    for (let waited = 0; waited < 8_000 && !next.held(); waited += 250) {
      clock.advance(250);
      await next.step();
      expect(slow.held() !== null && next.held() !== null).toBe(false);
    }
    expect(await stands(before)).toBe(false);
    await slow.step();
    expect(slow.held()).toBeNull();
  });

  test('stays with a holder that was silent for long while nobody else wanted it', async () => {
    const [lane] = all as [Lane];
    await lane.step();
    const before = held(lane);
    clock.advance(600_000);
    expect(lane.held()).toBeNull();
    expect(await stands(before)).toBe(true);
    await lane.step();
    expect(lane.held()).toEqual(before);
  });

  test('passes on at once when its holder leaves', async () => {
    const [leaving, next] = all as [Lane, Lane];
    await leaving.step();
    await leaving.release();
    await next.step();
    expect(holders([leaving, next])).toEqual([false, true]);
  });

  test('is free before it runs out where its holder stands still in the middle of a transaction', async () => {
    const [lane] = all as [Lane];
    await lane.step();
    const [holder, other] = stores.replicas as [Store, Store];
    const standingStill = Promise.withResolvers<void>();
    const stuck = holder.write(async (tx) => {
      await standOn(tx, held(lane));
      await standingStill.promise;
      await standOn(tx, held(lane));
    });
    await other.write((tx) => standOn(tx, held(lane)));
    expect(await mostIdleMs(other)).toBeLessThan((await leasedUntil(other)) - clock.now());
    standingStill.resolve();
    // Once more from its start, on another connection.
    await stuck;
  });
});

/** How long the server lets a transaction stand still before it ends it. */
async function mostIdleMs(store: Store): Promise<number> {
  const { rows } = await sql<{ setting: string }>`
    select setting from pg_settings where name = 'idle_in_transaction_session_timeout'
  `.execute(store.read);
  return Number(rows[0]?.setting) || Infinity;
}

async function leasedUntil(store: Store): Promise<number> {
  const lease = await store.read.selectFrom('lease').select('until').executeTakeFirstOrThrow();
  return lease.until;
}
