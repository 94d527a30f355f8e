import { jobWatch } from '../../src/outcome/job.js';
import type { JobState } from '../../src/ports/entra.js';
import type { Store } from '../../src/ports/store.js';
import { FakeClock } from '../support/fake-clock.js';
import { FakeEntra } from '../support/fake-entra.js';
import { silentLog } from '../support/silent-log.js';
import { testTarget as target } from '../support/target.js';
import { openTestStore } from '../support/test-store.js';

const CHECK_MS = target.timing.jobCheckMs;
const HOLD_MS = 20 * CHECK_MS;

let store: Store;
let clock: FakeClock;
let entra: FakeEntra;
beforeEach(async () => {
  store = await openTestStore();
  clock = new FakeClock();
  entra = new FakeEntra();
});
afterEach(() => store.close());

const watch = async (code: JobState['code']) => {
  const job = { code, scheduleState: code, quarantineReason: '', lastRunAt: null };
  entra.jobAnswer = { is: 'job', job };
  await jobWatch({ store, clock, entra, target, log: silentLog }).step();
  return (await store.read.selectFrom('target').selectAll().executeTakeFirstOrThrow()).paused_until;
};
/** As whoever restored a backup does it. */
const hold = async () => {
  const until = clock.now() + HOLD_MS;
  await store.write((tx) => tx.updateTable('target').set({ paused_until: until }).execute());
  return until;
};

test('a paused job pauses sending until the next look but one, and ends that when it goes on', async () => {
  expect(await watch('paused')).toBe(clock.now() + 2 * CHECK_MS);
  clock.advance(CHECK_MS);
  expect(await watch('active')).toBe(clock.now());
});

test('a hold that somebody asked for outlasts a paused job, and its recovery', async () => {
  await watch('active');
  const until = await hold();
  clock.advance(CHECK_MS);
  expect(await watch('paused')).toBe(until);
  clock.advance(CHECK_MS);
  expect(await watch('active')).toBe(until);
});

test('a hold made while the job is paused outlasts its recovery', async () => {
  await watch('paused');
  const until = await hold();
  clock.advance(CHECK_MS);
  expect(await watch('active')).toBe(until);
});
