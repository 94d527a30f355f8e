import { setImmediate as turn } from 'node:timers/promises';
import { laneRank } from '../../src/domain/kind.js';
import { noFaults } from '../../src/ports/faults.js';
import { openTestStore } from '../support/test-store.js';
import type { TargetLimits } from '../../src/domain/settings.js';
import type { Random } from '../../src/ports/random.js';
import { StoreUnavailableError, type Store } from '../../src/ports/store.js';
import { scheduleStage } from '../../src/schedule/stage.js';
import type { Lane } from '../../src/submit/lane.js';
import { jobWatch } from '../../src/outcome/job.js';
import { SubmitStage } from '../../src/submit/stage.js';
import { SimRandom } from '../simulation/sim-random.js';
import { heldLane } from '../support/held-lane.js';
import { FakeClock } from '../support/fake-clock.js';
import { answer, FakeEntra, noAnswer } from '../support/fake-entra.js';
import { fakeRandom } from '../support/fake-random.js';
import { seedChange, type Seed } from '../support/seed.js';
import { silentLog } from '../support/silent-log.js';
import { testTarget } from '../support/target.js';

let store: Store;
let clock: FakeClock;
let entra: FakeEntra;
let submit: SubmitStage;
let lane: Pick<Lane, 'held'>;
beforeEach(async () => {
  store = await openTestStore();
  lane = await heldLane(store);
  clock = new FakeClock();
  entra = new FakeEntra();
  submit = newStage(store);
});
afterEach(() => store.close());

interface Given {
  limits?: Partial<TargetLimits>;
  random?: Random;
}

function newStage(over: Store, { limits, random = fakeRandom() }: Given = {}): SubmitStage {
  const ports = { clock, random, entra, log: silentLog, faults: noFaults };
  const target = { ...testTarget, limits: { ...testTarget.limits, ...limits } };
  return new SubmitStage({ ...ports, store: over, target, lane });
}

async function queue(...seeds: Seed[]): Promise<void> {
  for (const seed of seeds) await seedChange(store, seed);
  await refold();
}
async function refold(): Promise<void> {
  await scheduleStage({ store, clock, faults: noFaults, freshnessMs: () => 900_000 }).step();
  clock.advance(2_500);
}
const changeState = async (id: string) =>
  (
    await store.read
      .selectFrom('change')
      .select('state')
      .where('id', '=', `c-${id}`)
      .executeTakeFirstOrThrow()
  ).state;
const attempts = () => store.read.selectFrom('attempt').selectAll().orderBy('started_at').execute();
const target = () => store.read.selectFrom('target').selectAll().executeTakeFirstOrThrow();

test('sends the full record and waits for evidence', async () => {
  await queue({ id: 'E1', kind: 'transfer', patch: { title: 'Lead' } });
  await submit.step();
  expect(entra.calls[0]?.[0]?.data).toMatchObject({
    externalId: 'E1',
    active: true,
    title: 'Lead',
  });
  expect(await changeState('E1')).toBe('sent');
  expect(await attempts()).toMatchObject([{ state: 'staged', closed_at: null }]);
});

describe('a call answered 202 after another was told to wait', () => {
  const alone = { limits: { recordsPerCall: 1 } };

  /** Two calls are under way; the second one is answered once `between` is over. */
  async function overlapping(between: () => Promise<void>): Promise<void> {
    await queue({ id: 'E1' }, { id: 'E2' });
    submit = newStage(store, alone);
    const told = Promise.withResolvers<void>();
    const both = Promise.withResolvers<void>();
    let calls = 0;
    entra.beforeUpload = async () => {
      if (++calls === 2) both.resolve();
      await (calls === 1 ? both : told).promise;
    };
    const steps = [submit.step(), submit.step()];
    await Promise.race(steps);
    await between();
    told.resolve();
    await Promise.all(steps);
    entra.beforeUpload = () => Promise.resolve();
  }

  test('does not end the wait', async () => {
    entra.answers = [() => answer(429, { 'retry-after': '600' })];
    const from = clock.now();
    await overlapping(() => Promise.resolve());
    expect((await target()).paused_until).toBeGreaterThanOrEqual(from + 600_000);
    await queue({ id: 'E3' });
    await submit.step();
    expect(entra.calls).toHaveLength(2);
    clock.advance(600_000);
    await refold();
    await submit.step();
    expect(entra.calls.length).toBeGreaterThan(2);
  });

  test('does not set the target going whose job was paused meanwhile', async () => {
    entra.jobAnswer = {
      is: 'job',
      job: { code: 'paused', scheduleState: 'paused', quarantineReason: '', lastRunAt: null },
    };
    const deps = { store, clock, entra, target: testTarget, log: silentLog };
    await overlapping(async () => {
      await jobWatch(deps).step();
    });
    expect(await target()).toMatchObject({ halted: expect.stringContaining('job-paused') });
    await queue({ id: 'E3' });
    await submit.step();
    expect(entra.calls).toHaveLength(2);
  });

  test('nor does one that shall be tried again soon shorten the wait', async () => {
    entra.answers = [
      () => answer(429, { 'retry-after': '600' }),
      () => answer(429, { 'retry-after': '1' }),
    ];
    const from = clock.now();
    await overlapping(() => Promise.resolve());
    expect((await target()).paused_until).toBeGreaterThanOrEqual(from + 600_000);
  });
});

describe('calls that start at once', () => {
  /** The store, and how many of the stage's transactions wanted it at the same time. */
  function counted(over: Store): { store: Store; most: () => number } {
    let now = 0;
    let most = 0;
    const write: Store['write'] = async (work) => {
      most = Math.max(most, ++now);
      // As long as the others take to get here.
      for (let turns = 0; turns < 50; turns++) await turn();
      try {
        return await over.write(work);
      } finally {
        now--;
      }
    };
    return { store: { ...over, write }, most: () => most };
  }
  const people = ['E1', 'E2', 'E3', 'E4', 'E5', 'E6'];
  const alone = { limits: { recordsPerCall: 1 } };

  test('are claimed in turn, so that the renewal of the lane waits for one of them at most', async () => {
    await queue(...people.map((id) => ({ id })));
    const watched = counted(store);
    submit = newStage(watched.store, alone);
    const claimed = Promise.withResolvers<number>();
    let calls = 0;
    entra.beforeUpload = async () => {
      if (++calls === people.length) claimed.resolve(watched.most());
      await claimed.promise;
    };
    await Promise.all(people.map(() => submit.step()));
    expect(await claimed.promise).toBe(1);
    expect(entra.calls).toHaveLength(people.length);
  });

  test('and were lost with their process are recovered in turn', async () => {
    await queue(...people.map((id) => ({ id })));
    submit = newStage(store, alone);
    const made = Promise.withResolvers<void>();
    let calls = 0;
    entra.beforeUpload = () => {
      if (++calls === people.length) made.resolve();
      return new Promise(() => undefined);
    };
    for (const _ of people) void submit.step();
    await made.promise;
    const watched = counted(store);
    const next = newStage(watched.store, alone);
    await Promise.all(people.map(() => next.step()));
    expect(watched.most()).toBe(1);
    expect((await attempts()).map(({ state }) => state)).toEqual(people.map(() => 'in-doubt'));
  });

  test('are not claimed any more where the lane is lost before their turn', async () => {
    await queue(...people.map((id) => ({ id })));
    const { held } = lane;
    let looks = 0;
    lane = { held: () => (++looks > people.length + 2 ? null : held()) };
    submit = newStage(store, alone);
    await Promise.all(people.map(() => submit.step()));
    expect((await attempts()).length).toBeLessThan(3);
  });
});

test('nobody is sent twice while the outcome is open', async () => {
  await queue({ id: 'E1' });
  await submit.step();
  await refold();
  await submit.step();
  expect(entra.calls).toHaveLength(1);
});

test('a termination in doubt is sent again at once, a hire waits for evidence', async () => {
  await queue({ id: 'E1', kind: 'termination' }, { id: 'E2', kind: 'hire' });
  entra.answers = [() => noAnswer];
  await submit.step();
  clock.advance(10_000);
  await refold();
  await submit.step();
  expect(entra.people(0)).toEqual(['E1', 'E2']);
  expect(entra.people(1)).toEqual(['E1']);
  expect(await changeState('E2')).toBe('sent');
});

test('a leaver in doubt goes as one, also where an older request of theirs was queued since', async () => {
  await queue({ id: 'E1', kind: 'termination', effectiveAt: 20, approvedAt: 20 });
  entra.answers = [() => noAnswer];
  entra.beforeUpload = async () => {
    const move = { kind: 'transfer', patch: { title: 'Lead' }, effectiveAt: 10, approvedAt: 10 };
    await seedChange(store, { id: 'E2', sameAs: 'E1', ...move } as Seed);
    await store.write((tx) => tx.updateTable('person').set({ schedule_due_at: 0 }).execute());
    await refold();
  };
  await submit.step();
  entra.beforeUpload = () => Promise.resolve();
  clock.advance(10_000);
  await submit.step();
  const lanes = (await attempts()).map((attempt) => attempt.lane);
  expect(lanes).toEqual([laneRank('termination'), laneRank('termination')]);
});

test('an upload without an answer, found at start, is in doubt', async () => {
  await queue({ id: 'E1', kind: 'termination' });
  await submit.step();
  await store.write((tx) => tx.updateTable('upload').set({ state: 'sending' }).execute());
  await newStage(store).step();
  expect(await changeState('E1')).toBe('queued');
});

test('calls whose process is gone do not keep the others waiting', async () => {
  for (const id of ['E1', 'E2', 'E3']) {
    await queue({ id, kind: 'hire' });
    await submit.step();
  }
  await store.write((tx) => tx.updateTable('upload').set({ state: 'sending' }).execute());
  await queue({ id: 'E4', kind: 'hire' });
  await newStage(store, { random: new SimRandom(2) }).step();
  expect(entra.people(3)).toEqual(['E4']);
  expect((await attempts()).filter((one) => one.state === 'in-doubt')).toHaveLength(3);
});

test('after 429 nothing is sent before Retry-After has passed', async () => {
  await queue({ id: 'E1' });
  entra.answers = [() => answer(429, { 'retry-after': '60' })];
  const sentAt = clock.now();
  await submit.step();
  expect((await target()).paused_until).toBe(sentAt + 60_000);
  await refold();
  await submit.step();
  expect(entra.calls).toHaveLength(1);
  clock.advance(60_000);
  await submit.step();
  expect(entra.calls).toHaveLength(2);
});

test.each([500, 502, 503, 504])(
  'after %i nothing is sent before Retry-After has passed, where it is told',
  async (status) => {
    await queue({ id: 'E1', kind: 'termination' });
    entra.answers = [() => answer(status, { 'retry-after': '600' })];
    await submit.step();
    clock.advance(590_000);
    await refold();
    await submit.step();
    expect(entra.calls).toHaveLength(1);
    clock.advance(10_000);
    await refold();
    await submit.step();
    expect(entra.calls).toHaveLength(2);
  },
);

test('halves of a refused call wait like everybody when the day’s calls are used up', async () => {
  await queue(...['E1', 'E2', 'E3', 'E4'].map((id) => ({ id })));
  const narrow = newStage(store, { limits: { callsPerDay: 3, terminationReserve: 0.3 } });
  entra.answers = [() => answer(400)];
  for (let step = 0; step < 4; step++) {
    await narrow.step();
    await refold();
  }
  expect(entra.calls.map((call) => call.length)).toEqual([4, 2]);
  clock.advance(86_400_000);
  await refold();
  await narrow.step();
  expect(entra.calls.map((call) => call.length)).toEqual([4, 2, 2]);
});

test('a leaver among the halves does not wait for those who may not call any more', async () => {
  const hires = ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7'].map((id) => ({ id }));
  await queue({ id: 'L', kind: 'termination' }, ...hires);
  const narrow = newStage(store, { limits: { callsPerDay: 3, terminationReserve: 0.3 } });
  const judge = (sent: string[]) => answer(sent.includes('E2') ? 400 : 202);
  entra.answers = [judge, judge, judge];
  for (let step = 0; step < 5; step++) {
    await narrow.step();
    await refold();
  }
  expect(await changeState('L')).toBe('sent');
  expect(entra.calls.map((call) => call.length)).toEqual([8, 4, 2]);
});

test('one poisoned record among fifty is found by halves and the others go on', async () => {
  const people = Array.from({ length: 50 }, (_, index) => ({ id: `E${100 + index}` }));
  await queue(...people);
  const judge = (sent: string[]) => answer(sent.includes('E117') ? 400 : 202);
  entra.answers = Array.from({ length: 40 }, () => judge);
  for (let round = 0; round < 20; round++) {
    await submit.step();
    await refold();
  }
  const states = await store.read
    .selectFrom('change')
    .select(['id', 'state'])
    .where('state', '!=', 'sent')
    .execute();
  expect(states).toEqual([{ id: 'c-E117', state: 'failed' }]);
  expect(entra.calls.length).toBeLessThanOrEqual(13);
  expect(await store.read.selectFrom('attention').select('cause').execute()).toEqual([
    { cause: 'upload-refused' },
  ]);
});

test('a refused termination is never given up', async () => {
  await queue({ id: 'E1', kind: 'termination' });
  entra.answers = [() => answer(400)];
  await submit.step();
  expect(await changeState('E1')).toBe('queued');
});

test('a termination that is refused again and again is tried ever less often', async () => {
  await queue({ id: 'E1', kind: 'termination' });
  const waits: number[] = [];
  for (let count = 0; count < 7; count++) {
    entra.answers = [() => answer(400)];
    await submit.step();
    const { not_before } = await store.read
      .selectFrom('person')
      .select('not_before')
      .executeTakeFirstOrThrow();
    waits.push(Math.round((not_before - clock.now()) / 60_000));
    clock.advance(not_before - clock.now());
    await refold();
  }
  expect(waits).toEqual([5, 10, 20, 40, 60, 60, 60]);
});

test('an upload that is not permitted halts the target and tells operations', async () => {
  await queue({ id: 'E1' });
  entra.answers = [() => answer(403)];
  await submit.step();
  expect(JSON.parse((await target()).halted ?? '{}')).toMatchObject({ code: 'target-halted' });
  await refold();
  await submit.step();
  expect(entra.calls).toHaveLength(1);
});

test('a termination overtakes a hire whose outcome is open, and carries on what it had sent', async () => {
  await queue({ id: 'E1', kind: 'hire' });
  await submit.step();
  await seedChange(store, { id: 'L', kind: 'termination', sameAs: 'E1', approvedAt: 5 });
  await store.write((tx) => tx.updateTable('person').set({ schedule_due_at: 0 }).execute());
  await refold();
  await submit.step();
  expect(entra.calls[1]?.[0]?.data).toMatchObject({ externalId: 'E1', active: false });
  expect(await changeState('E1')).toBe('sent');
  const [first, second] = await attempts();
  expect(first?.state).toBe('overtaken');
  const carried = await store.read.selectFrom('change').select('attempt_id').execute();
  expect(carried.map((one) => one.attempt_id)).toEqual([second?.id, second?.id]);
});

test('what was sent again without confirmation stays unconfirmed in what its ticket shows', async () => {
  await queue({ id: 'E1', kind: 'termination' });
  const unconfirmed = JSON.stringify({
    code: 'unconfirmed',
    what: 'w',
    next: 'n',
    owner: 'operations',
  });
  await store.write((tx) => tx.updateTable('change').set({ reason: unconfirmed }).execute());
  await submit.step();
  const { state, reason } = await store.read
    .selectFrom('change')
    .selectAll()
    .executeTakeFirstOrThrow();
  expect([state, reason]).toEqual(['sent', unconfirmed]);
});

test('why a call had to wait is no longer told once it went', async () => {
  await queue({ id: 'E1', kind: 'transfer', patch: { title: 'Lead' } });
  entra.answers.push(() => answer(429));
  await submit.step();
  await refold();
  clock.advance(10_000);
  await submit.step();
  const { state, reason } = await store.read
    .selectFrom('change')
    .selectAll()
    .executeTakeFirstOrThrow();
  expect([state, reason]).toEqual(['sent', null]);
});

test('a call whose answer the store could not take is in doubt, without a restart', async () => {
  await queue({ id: 'E1', kind: 'termination' });
  let writes = 0;
  const failing: Store = {
    ...store,
    write: (work) =>
      ++writes === 2 ? Promise.reject(new StoreUnavailableError('full')) : store.write(work),
  };
  const stage = newStage(failing);
  await expect(stage.step()).rejects.toThrow('full');
  await stage.step();
  expect((await attempts()).map((one) => one.state)).toContain('in-doubt');
  await refold();
  await stage.step();
  expect(entra.calls).toHaveLength(2);
});

test('a claim whose commit was not reported is in doubt, without a restart', async () => {
  await queue({ id: 'E1', kind: 'termination' });
  let writes = 0;
  const silent: Store = {
    ...store,
    async write(work) {
      const result = await store.write(work);
      if (++writes === 1) throw new StoreUnavailableError('no answer');
      return result;
    },
  };
  const stage = newStage(silent);
  await expect(stage.step()).rejects.toThrow('no answer');
  expect(entra.calls).toHaveLength(0);
  await stage.step();
  expect((await attempts())[0]?.state).toBe('in-doubt');
});
