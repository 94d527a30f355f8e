import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import type { Reason } from '../../src/domain/reason.js';
import { noFaults } from '../../src/ports/faults.js';
import type { Store } from '../../src/ports/store.js';
import { scheduleStage } from '../../src/schedule/stage.js';
import { leaverWatch } from '../../src/submit/leaver-watch.js';
import { FakeClock } from '../support/fake-clock.js';
import { seedChange, type Seed } from '../support/seed.js';
import { testTarget } from '../support/target.js';

let store: Store;
let clock: FakeClock;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  clock = new FakeClock();
});
afterEach(() => store.close());

async function queue(...seeds: Seed[]): Promise<void> {
  for (const seed of seeds) await seedChange(store, { effectiveAt: clock.now(), ...seed });
  await scheduleStage({ store, clock, faults: noFaults, freshnessMs: () => 900_000 }).step();
}
async function look(): Promise<{ reason: Reason; open: boolean }[]> {
  await leaverWatch({ store, clock, target: testTarget }).step();
  const rows = await store.read.selectFrom('attention').selectAll().execute();
  return rows.map(({ reason, closed_at }) => ({
    ...{ reason: JSON.parse(reason) as Reason, open: closed_at === null },
  }));
}

test('leavers who cannot be sent are counted, the others are not', async () => {
  await queue({ id: 'E1', kind: 'termination' }, { id: 'E2', kind: 'hire' });
  expect(await look()).toEqual([]);
  clock.advance(40_000);
  const [alarm] = await look();
  expect(alarm!.reason).toMatchObject({ code: 'leavers-waiting', owner: 'identity-admin' });
  expect(alarm!.reason.what).toMatch(/^1 approved termination could/);
});

test('the words follow the number while the matter is open', async () => {
  await queue({ id: 'E1', kind: 'termination' });
  clock.advance(40_000);
  await look();
  await queue({ id: 'E2', kind: 'termination' });
  clock.advance(40_000);
  const alarms = await look();
  expect(alarms).toHaveLength(1);
  expect(alarms[0]!.reason.what).toMatch(/^2 approved terminations/);
});

test('the matter is over when every leaver is on its way', async () => {
  await queue({ id: 'E1', kind: 'termination' });
  clock.advance(40_000);
  await look();
  await store.write((tx) => tx.updateTable('change').set({ state: 'sent' }).execute());
  expect(await look()).toMatchObject([{ open: false }]);
});
