import { noFaults } from '../../src/ports/faults.js';
import { openTestStore } from '../support/test-store.js';
import type { PersonRecord } from '../../src/domain/record.js';
import { outcomeStage } from '../../src/outcome/stage.js';
import { jobWatch } from '../../src/outcome/job.js';
import type { Directory } from '../../src/ports/directory.js';
import type { Store } from '../../src/ports/store.js';
import { scheduleStage } from '../../src/schedule/stage.js';
import type { Lane } from '../../src/submit/lane.js';
import { SubmitStage } from '../../src/submit/stage.js';
import { heldLane } from '../support/held-lane.js';
import { FakeClock } from '../support/fake-clock.js';
import { FakeEntra, logRow, noAnswer } from '../support/fake-entra.js';
import { fakeRandom } from '../support/fake-random.js';
import { seedChange, type Seed } from '../support/seed.js';
import { silentLog } from '../support/silent-log.js';
import { testTarget as target } from '../support/target.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const random = fakeRandom();
let store: Store;
let clock: FakeClock;
let entra: FakeEntra;
let directory: Directory | null;
let lane: Pick<Lane, 'held'>;
beforeEach(async () => {
  store = await openTestStore();
  lane = await heldLane(store);
  clock = new FakeClock();
  entra = new FakeEntra();
  directory = null;
});
afterEach(() => store.close());

const deps = () => ({
  store,
  clock,
  random,
  entra,
  directory,
  target,
  log: silentLog,
  faults: noFaults,
});
async function send(seed: Seed): Promise<number> {
  await seedChange(store, seed);
  await refold();
  const at = clock.now();
  await new SubmitStage({ ...deps(), lane }).step();
  return at;
}
async function refold() {
  await scheduleStage({ store, clock, faults: noFaults, freshnessMs: () => 10 * 3_600_000 }).step();
  clock.advance(2_500);
}
async function look(after: number) {
  clock.advance(after);
  await outcomeStage(deps()).step();
}
const change = (id: string) =>
  store.read.selectFrom('change').selectAll().where('id', '=', `c-${id}`).executeTakeFirstOrThrow();
const causes = async () =>
  (
    await store.read
      .selectFrom('attention')
      .select('cause')
      .where('closed_at', 'is', null)
      .execute()
  ).map((row) => row.cause);
const directoryWith = (records: PersonRecord[]): Directory => ({
  findByExternalId: async (ids) => ({
    is: 'found',
    users: new Map(ids.map((id) => [id, records.filter((record) => record.externalId === id)])),
  }),
  userNamesTaken: async () => ({ is: 'found', taken: new Set() }),
});

test('a row after the attempt settles it, and the row is kept', async () => {
  const at = await send({ id: 'E1' });
  entra.rows = [logRow('E1', at + 1_000)];
  await look(3 * MINUTE);
  expect((await change('E1')).state).toBe('applied');
  const kept = await store.read.selectFrom('evidence').select(['id', 'status']).execute();
  expect(kept).toEqual([{ id: `E1@${at + 1_000}`, status: 'success' }]);
});

test.each([
  ['of another job', { jobId: 'other' }],
  ['of another person', { externalId: 'E2' }],
  ['from long before the attempt', { at: 0 }],
  ['from the future', { at: Date.parse('2036-01-01') }],
])('a row %s proves nothing', async (_name, difference) => {
  const at = await send({ id: 'E1' });
  entra.rows = [logRow('E1', at + 1_000, difference)];
  await look(3 * MINUTE);
  expect((await change('E1')).state).toBe('sent');
});

test('a row that proved an earlier attempt proves no later one', async () => {
  const at = await send({ id: 'E1' });
  entra.rows = [logRow('E1', at + 1_000)];
  await look(3 * MINUTE);
  await store.write(async (tx) => {
    await tx
      .updateTable('change')
      .set({ state: 'waiting', settled_at: null, patch: '{"active":true,"title":"x"}' })
      .execute();
    await tx.updateTable('person').set({ schedule_due_at: 0 }).execute();
  });
  await refold();
  clock.time = at + 90_000;
  await new SubmitStage({ ...deps(), lane }).step();
  await look(3 * MINUTE);
  expect((await change('E1')).state).toBe('sent');
});

test('after twelve minutes of silence the ticket is told why', async () => {
  entra.jobAnswer = {
    is: 'job',
    job: { code: 'paused', scheduleState: 'paused', quarantineReason: '', lastRunAt: null },
  };
  await send({ id: 'E1' });
  await jobWatch(deps()).step();
  await look(13 * MINUTE);
  expect(JSON.parse((await change('E1')).reason ?? '{}')).toMatchObject({ code: 'job-paused' });
  expect(await causes()).toContain('job-paused');
});

test('without evidence by the deadline it is unconfirmed, sent again, and somebody is told', async () => {
  await send({ id: 'E1', kind: 'termination' });
  await look(61 * MINUTE);
  expect((await change('E1')).state).toBe('queued');
  expect(await causes()).toContain('unconfirmed');
  await refold();
  await new SubmitStage({ ...deps(), lane }).step();
  expect(entra.calls).toHaveLength(2);
});

test('a hire in doubt that the log shows is settled without a second upload', async () => {
  entra.answers = [() => noAnswer];
  const at = await send({ id: 'E1' });
  entra.rows = [logRow('E1', at + 1_000, { action: 'create' })];
  await look(3 * MINUTE);
  expect((await change('E1')).state).toBe('applied');
  expect(entra.calls).toHaveLength(1);
});

test('more leavers than the directory is asked for at once are all confirmed', async () => {
  const ids = Array.from({ length: 40 }, (_, index) => `E${index}`);
  const all = directoryWith(ids.map((externalId) => ({ externalId, active: false })));
  // Graph refuses a list of more than 15.
  directory = {
    ...all,
    findByExternalId: async (some) =>
      some.length > 15 ? { is: 'unavailable', why: 'answer 400' } : all.findByExternalId(some),
  };
  for (const id of ids) await seedChange(store, { id, kind: 'termination' });
  await refold();
  await new SubmitStage({ ...deps(), lane }).step();
  await look(3 * MINUTE);
  for (const id of ids) expect((await change(id)).state).toBe('applied');
});

test('a leaver is confirmed by the directory, however the row reads', async () => {
  directory = directoryWith([{ externalId: 'E1', active: true }]);
  const at = await send({ id: 'E1', kind: 'termination' });
  entra.rows = [logRow('E1', at + 1_000, { action: 'disable' })];
  await look(3 * MINUTE);
  expect((await change('E1')).state).toBe('sent');
  directory = directoryWith([{ externalId: 'E1', active: false }]);
  await look(3 * MINUTE);
  expect((await change('E1')).state).toBe('applied');
});

test('a failed hire ends with the reason, a failed termination goes on', async () => {
  const failure = { status: 'failure', errorCode: 'AzureActiveDirectoryInvalidUserPrincipalName' };
  const at = await send({ id: 'E1' });
  entra.rows = [logRow('E1', at + 1_000, failure)];
  await look(3 * MINUTE);
  expect(JSON.parse((await change('E1')).reason ?? '{}')).toMatchObject({
    what: expect.stringContaining('user name'),
  });
  expect((await change('E1')).state).toBe('failed');
  const later = await send({ id: 'E2', kind: 'termination' });
  entra.rows = [logRow('E2', later + 1_000, failure)];
  await look(3 * MINUTE);
  expect((await change('E2')).state).toBe('queued');
});

test('a second termination of a confirmed leaver is over when Entra has nothing to change', async () => {
  const at = await send({ id: 'E1', kind: 'termination' });
  entra.rows = [logRow('E1', at + 1_000, { action: 'disable' })];
  await look(3 * MINUTE);
  await store.write(async (tx) => {
    await tx.updateTable('change').set({ state: 'waiting', settled_at: null }).execute();
    await tx.updateTable('person').set({ schedule_due_at: 0 }).execute();
  });
  await refold();
  const again = clock.now();
  await new SubmitStage({ ...deps(), lane }).step();
  entra.rows.push(logRow('E1', again + 1_000, { action: 'other', status: 'skipped' }));
  await look(3 * MINUTE);
  expect((await change('E1')).state).toBe('unchanged');
});

test('a creation that was due together with its activation was applied, and stays in the record', async () => {
  await seedChange(store, { id: 'E1', baseline: null, patch: { active: false, title: 'Lead' } });
  await seedChange(store, { id: 'A', sameAs: 'E1', patch: { active: true }, effectiveAt: 1 });
  await refold();
  const at = clock.now();
  await new SubmitStage({ ...deps(), lane }).step();
  entra.rows = [logRow('E1', at + 1_000, { action: 'create' })];
  await look(3 * MINUTE);
  expect([(await change('E1')).state, (await change('A')).state]).toEqual(['applied', 'applied']);
  await seedChange(store, { id: 'L', kind: 'termination', sameAs: 'E1', approvedAt: clock.now() });
  await store.write((tx) => tx.updateTable('person').set({ schedule_due_at: 0 }).execute());
  await refold();
  await new SubmitStage({ ...deps(), lane }).step();
  expect(entra.calls[1]?.[0]?.data).toMatchObject({ active: false, title: 'Lead' });
});

test('a change of which nothing is left in the record was superseded', async () => {
  await seedChange(store, { id: 'E1', kind: 'transfer', patch: { title: 'Lead' } });
  await seedChange(store, {
    id: 'T',
    kind: 'transfer',
    sameAs: 'E1',
    patch: { title: 'Head' },
    effectiveAt: 1,
  });
  await refold();
  const at = clock.now();
  await new SubmitStage({ ...deps(), lane }).step();
  entra.rows = [logRow('E1', at + 1_000)];
  await look(3 * MINUTE);
  expect([(await change('E1')).state, (await change('T')).state]).toEqual([
    'superseded',
    'applied',
  ]);
});

test('a row that proves a termination whose answer was lost proves its repeat', async () => {
  entra.answers = [() => noAnswer];
  const at = await send({ id: 'E1', kind: 'termination' });
  entra.rows = [logRow('E1', at + 1_000, { action: 'disable' })];
  clock.advance(5 * MINUTE);
  await refold();
  const again = clock.now();
  await new SubmitStage({ ...deps(), lane }).step();
  entra.rows.push(logRow('E1', again + 1_000, { action: 'other', status: 'skipped' }));
  await look(3 * MINUTE);
  expect(entra.calls).toHaveLength(2);
  expect((await change('E1')).state).toBe('applied');
});

test('a row of the record before, which was confirmed by a read, proves nothing about the next', async () => {
  directory = directoryWith([{ externalId: 'E1', active: false }]);
  const at = await send({ id: 'E1', kind: 'termination' });
  await look(2 * MINUTE);
  expect((await change('E1')).state).toBe('applied');
  await send({ id: 'E2', sameAs: 'E1', kind: 'transfer', patch: { title: 'Lead' } });
  entra.rows = [logRow('E1', at + 30_000, { action: 'disable' })];
  await look(3 * MINUTE);
  expect((await change('E2')).state).toBe('sent');
  entra.rows.push(logRow('E1', clock.now()));
  await look(3 * MINUTE);
  expect((await change('E2')).state).toBe('applied');
});

test('a row dated a little before the call answers it where the record before was over by then', async () => {
  directory = directoryWith([{ externalId: 'E1', active: false }]);
  await send({ id: 'E1', kind: 'termination' });
  await look(2 * MINUTE);
  clock.advance(20 * MINUTE);
  const at = await send({ id: 'E2', sameAs: 'E1', kind: 'transfer', patch: { title: 'Lead' } });
  entra.rows = [logRow('E1', at - 40_000)];
  await look(3 * MINUTE);
  expect((await change('E2')).state).toBe('applied');
});

const timesOf = (externalId: string) =>
  store.read
    .selectFrom('attempt')
    .select(['check_at', 'confirm_by'])
    .where('external_id', '=', externalId)
    .executeTakeFirstOrThrow();

test('looks for others do not put off one’s own, whose rows they do not show', async () => {
  await send({ id: 'E1', kind: 'hire' });
  await look(41 * MINUTE);
  const { check_at } = await timesOf('E1');
  await send({ id: 'E2', kind: 'hire' });
  await look(3 * MINUTE);
  expect((await timesOf('E2')).check_at).toBeGreaterThan(clock.time);
  expect((await timesOf('E1')).check_at).toBe(check_at);
});

test('a deadline passes nobody by whose rows were not read', async () => {
  const at = await send({ id: 'E1', kind: 'hire' });
  await look(40 * MINUTE);
  await send({ id: 'E2', kind: 'hire' });
  entra.rows = [logRow('E1', at + 1_000)];
  const { confirm_by } = await timesOf('E1');
  clock.time = (confirm_by as number) + 1;
  await store.write((tx) =>
    tx
      .updateTable('attempt')
      .set({ check_at: clock.time + MINUTE })
      .where('external_id', '=', 'E1')
      .execute(),
  );
  await look(0);
  expect((await change('E1')).state).toBe('sent');
  await look(MINUTE);
  expect((await change('E1')).state).toBe('applied');
});

test('nobody waits for a look longer than until the deadline', async () => {
  await send({ id: 'E1', kind: 'hire' });
  await look(4 * HOUR - 5 * MINUTE);
  const { check_at, confirm_by } = await timesOf('E1');
  expect(check_at).toBe(confirm_by);
});

test('a hire that Entra leaves out of the job is told as such, and not as done', async () => {
  const at = await send({ id: 'E1', kind: 'hire', baseline: null });
  entra.rows = [logRow('E1', at + 1_000, { action: 'other', status: 'skipped' })];
  await look(13 * MINUTE);
  expect((await change('E1')).state).toBe('sent');
  expect(await causes()).toEqual(['entra-skipped']);
  await look(4 * HOUR);
  expect((await change('E1')).state).toBe('failed');
  expect(JSON.parse((await change('E1')).reason ?? '{}')).toMatchObject({
    code: 'entra-skipped',
    owner: 'identity-admin',
  });
});

test('a hire that is skipped because the account is there is unchanged', async () => {
  const at = await send({ id: 'E1', kind: 'hire', baseline: null });
  directory = directoryWith([{ externalId: 'E1', active: true }]);
  entra.rows = [logRow('E1', at + 1_000, { action: 'other', status: 'skipped' })];
  await look(3 * MINUTE);
  expect((await change('E1')).state).toBe('unchanged');
});

test('the late row of a leaver proves nothing about the transfer that follows', async () => {
  directory = directoryWith([{ externalId: 'E1', active: false }]);
  await send({ id: 'E1', kind: 'termination' });
  await look(2 * MINUTE);
  const at = await send({ id: 'E2', sameAs: 'E1', kind: 'transfer', patch: { title: 'Lead' } });
  entra.rows = [logRow('E1', at + 20_000, { action: 'disable' })];
  await look(3 * MINUTE);
  expect((await change('E2')).state).toBe('sent');
  entra.rows.push(logRow('E1', at + 30_000));
  await look(3 * MINUTE);
  expect((await change('E2')).state).toBe('applied');
});
