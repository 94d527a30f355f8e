import { compose, type Ground } from '../../../src/compose.js';
import { sandboxConfig, type Config } from '../../../src/config/index.js';
import { loadPlugins } from '../../../src/load-plugins.js';
import { noFaults } from '../../../src/ports/faults.js';
import type { Store, Tx } from '../../../src/ports/store.js';
import type { Worker } from '../../../src/ports/worker.js';
import { FakeClock } from '../../support/fake-clock.js';
import { fakeRandom } from '../../support/fake-random.js';
import { recordedStore } from '../../support/recorded-store.js';
import { fillSettled, gatherStatistics, setDue } from '../../support/settled-ledger.js';
import { silentLog } from '../../support/silent-log.js';
import { changeRow, personRow, ticketRow } from '../../support/tickets.js';
import { eachEngine, type OpenStores } from './engines.js';
import { wasteOf } from './plans.js';

const SETTLED = 3_000;
const FAR = Number.MAX_SAFE_INTEGER;
const OWNER = { connection: 'servicenow-sandbox', target: 'entra-sandbox' };
const config = withoutCalls(
  sandboxConfig({ dataDir: '/nowhere' }, () => 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0'),
);
const plugins = await loadPlugins(config);

eachEngine('the looks of an idle bridge', (open) => {
  let stores: OpenStores;
  let store: Store;
  beforeAll(async () => {
    stores = await open(1);
    store = stores.replicas[0] as Store;
    await fillSettled(store, SETTLED, OWNER);
  });
  afterAll(() => stores.close());

  /** What one turn of all workers reads in vain, by worker; the turn before it was their first. */
  async function wasteOfATurn(): Promise<string[]> {
    const recorded = recordedStore(store);
    const workers = await started(recorded.store);
    for (const worker of workers) await worker.step();
    recorded.statements.length = 0;
    const wasteful: string[] = [];
    for (const worker of workers) {
      expect(await worker.step()).toBe(0);
      for (const statement of recorded.statements.splice(0)) {
        for (const waste of await wasteOf(store, statement))
          wasteful.push(`${worker.name}: ${waste}: ${statement.sql}`);
      }
    }
    return wasteful;
  }

  test('find in an index, in its order, that nothing of thousands of requests is due', async () => {
    await gatherStatistics(store);
    expect(await wasteOfATurn()).toEqual([]);
  });

  test('do so where the engine still believes that thousands are due', async () => {
    await setDue(store, 1);
    await gatherStatistics(store);
    await setDue(store, null);
    expect(await wasteOfATurn()).toEqual([]);
  });

  test('do so while somebody waits for the calls of the next day', async () => {
    await store.write((tx) => queueOne(tx));
    expect(await wasteOfATurn()).toEqual([]);
  });
});

/** One hire that may go at once; the settings of this bridge allow no call. */
async function queueOne(tx: Tx): Promise<void> {
  const { connection, target } = OWNER;
  const kind = { kind: 'hire', lane: 3 };
  const record = JSON.stringify({ externalId: 'E1', active: true });
  const ticket = { connection, ref: 'E1', kind: 'hire', state: 'mapped', checked_at: FAR };
  const person = { target, desired: record, lane: 3, queued_at: 1 };
  await tx.insertInto('ticket').values(ticketRow(ticket)).execute();
  await tx.insertInto('person').values(personRow(person)).execute();
  await tx
    .insertInto('change')
    .values(changeRow({ ...kind, state: 'queued' }))
    .execute();
}

/** Every worker of a bridge that cannot reach anybody. */
async function started(recorded: Store): Promise<Worker[]> {
  const workers: Worker[] = [];
  // Each bridge would listen on a connection of its own, and a store closes one.
  const store: Store = { ...recorded, nudges: { send() {}, hear() {} } };
  const ground: Ground = {
    ...{ config, plugins, store, clock: new FakeClock(), random: fakeRandom() },
    ...{ log: silentLog, faults: noFaults },
    http: () => ({ send: async () => ({ is: 'failure', maybeSent: false, why: 'refused' }) }),
    loop: { start: (worker) => workers.push(worker), wake() {}, async stop() {} },
  };
  await compose(ground).start();
  return workers;
}

function withoutCalls(from: Config): Config {
  const targets = from.targets.map((target) => ({
    ...target,
    limits: { ...target.limits, callsPerDay: 0 },
  }));
  return { ...from, targets };
}
