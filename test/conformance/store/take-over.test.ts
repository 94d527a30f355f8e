import { noFaults } from '../../../src/ports/faults.js';
import type { Random } from '../../../src/ports/random.js';
import type { Store } from '../../../src/ports/store.js';
import { scheduleStage } from '../../../src/schedule/stage.js';
import { Lane } from '../../../src/submit/lane.js';
import { SubmitStage } from '../../../src/submit/stage.js';
import { FakeClock } from '../../support/fake-clock.js';
import { FakeEntra } from '../../support/fake-entra.js';
import { fakeRandom } from '../../support/fake-random.js';
import { describePostgres } from '../../support/postgres.js';
import { seedChange, type Seed } from '../../support/seed.js';
import { heldLane } from '../../support/held-lane.js';
import { silentLog } from '../../support/silent-log.js';
import { testTarget } from '../../support/target.js';
import { openOnPostgres, type OpenStores } from './engines.js';

describePostgres('sending from several replicas', () => {
  const entra = () => sent;
  let sent: FakeEntra;
  let clock: FakeClock;
  let random: Random;
  let stores: OpenStores;
  let replicas: { lane: Lane; submit: SubmitStage; store: Store }[];
  beforeEach(async () => {
    sent = new FakeEntra();
    clock = new FakeClock();
    stores = await openOnPostgres(2);
    random = fakeRandom();
    replicas = stores.replicas.map((store) => {
      const lane = new Lane({ store, clock, log: silentLog, target: testTarget.name });
      return { lane, ...replicaOf(store, lane) };
    });
  });
  afterEach(() => stores.close());

  function replicaOf(store: Store, lane: Pick<Lane, 'held'>) {
    const parts = { store, clock, random, lane, entra: sent, log: silentLog };
    return { store, submit: new SubmitStage({ ...parts, target: testTarget, faults: noFaults }) };
  }

  const one = () => replicas[0] as (typeof replicas)[number];
  const other = () => replicas[1] as (typeof replicas)[number];
  async function queue(...seeds: Seed[]) {
    for (const seed of seeds) await seedChange(one().store, seed);
    const deps = { store: one().store, clock, faults: noFaults, freshnessMs: () => 900_000 };
    await scheduleStage(deps).step();
    clock.advance(2_500);
  }
  async function takeOver() {
    while (!other().lane.held()) {
      clock.advance(1_000);
      await other().lane.step();
    }
  }
  const uploads = () =>
    one().store.read.selectFrom('upload').select('state').orderBy('started_at').execute();

  test('only the holder of the lane sends', async () => {
    await queue({ id: 'E1' });
    await one().lane.step();
    await other().lane.step();
    await other().submit.step();
    expect(entra().calls).toHaveLength(0);
    await one().submit.step();
    expect(entra().people(0)).toEqual(['E1']);
  });

  test('many calls claimed at once share out the people', async () => {
    await queue(...Array.from({ length: 100 }, (_, n) => ({ id: `E${100 + n}` })));
    // The fake clock runs ahead while tokens are waited for, so this lane is held for good.
    const { submit } = replicaOf(one().store, await heldLane(one().store));
    await Promise.all(Array.from({ length: 6 }, () => submit.step()));
    const people = entra()
      .calls.flat()
      .map(({ data }) => data.externalId);
    expect([people.length, new Set(people).size]).toEqual([100, 100]);
  });

  test('F50: a call whose right was lost before the first byte is not made, and the next holder makes it', async () => {
    await queue({ id: 'E1', kind: 'termination' });
    await one().lane.step();
    // The process stands still with the attempt recorded, and wakes up after the other took over.
    sent.beforeUpload = async () => {
      sent.beforeUpload = () => Promise.resolve();
      await takeOver();
      await other().submit.step();
    };
    await one().submit.step();
    expect(entra().calls).toHaveLength(0);
    expect(await uploads()).toEqual([{ state: 'in-doubt' }]);
    await queue();
    clock.advance(5_000);
    await other().lane.step();
    await other().submit.step();
    expect(entra().people(0)).toEqual(['E1']);
    expect(entra().calls).toHaveLength(1);
  });

  test('a late answer counts only as long as nobody has taken the call over', async () => {
    await queue({ id: 'E1', kind: 'hire' });
    await one().lane.step();
    sent.answers = [() => ({ is: 'answer', status: 400, headers: {}, body: '' })];
    const upload = sent.upload.bind(sent);
    sent.upload = async (body, callId, mayGo) => {
      const answer = await upload(body, callId, mayGo);
      await takeOver();
      await other().submit.step();
      return answer;
    };
    await one().submit.step();
    expect(await uploads()).toEqual([{ state: 'in-doubt' }]);
  });

  test('calls of a live holder are left alone, those of a dead one are in doubt', async () => {
    await queue({ id: 'E1' });
    await one().lane.step();
    await one().submit.step();
    await one().store.write((tx) => tx.updateTable('upload').set({ state: 'sending' }).execute());
    await other().lane.step();
    await other().submit.step();
    expect(await uploads()).toEqual([{ state: 'sending' }]);
    await takeOver();
    await other().submit.step();
    expect(await uploads()).toEqual([{ state: 'in-doubt' }]);
  });

  test('the next holder counts the calls of the window as its own', async () => {
    await queue({ id: 'E1' });
    await one().lane.step();
    await one().store.write(async (tx) => {
      for (let n = 0; n < testTarget.limits.callsPerWindow; n++) {
        const at = { started_at: clock.now() + 6_000, answered_at: clock.now() + 6_000 };
        const row = { id: `u${n}`, target: 'entra', lane: 3, records: 1, ...at, state: 'staged' };
        await tx.insertInto('upload').values(row).execute();
      }
    });
    await takeOver();
    const from = clock.now();
    await other().submit.step();
    // The fake clock moves by the window while a token is waited for.
    expect(clock.now()).toBeGreaterThanOrEqual(from + testTarget.limits.windowMs);
  });
});
