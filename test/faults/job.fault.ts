import { HOUR, MINUTE, scenario, type Scenario } from './scenario.js';

const LEAVER = 'E10012';
const HIRE = 'N50001';

interface Stop {
  /** What happens to the job, and how it ends. */
  stop: (s: Scenario) => void;
  start: (s: Scenario) => void;
  cause: string;
}

/** The next look at the job finds it so. */
const byFault = (is: 'quarantine' | 'deleteJob') => (s: Scenario) =>
  s.world.entra.faults.add({ id: is, on: 'job', effect: { is }, times: 1 });

const STOPS: Record<string, Stop> = {
  paused: {
    stop: (s) => s.controlJob('pause'),
    start: (s) => s.controlJob('start'),
    cause: 'job-paused',
  },
  quarantined: {
    stop: byFault('quarantine'),
    start: (s) => s.controlJob('restart', { criteria: { resetScope: 'QuarantineState' } }),
    cause: 'job-quarantine',
  },
  deleted: {
    stop: byFault('deleteJob'),
    start: (s) => s.world.entra.restoreJob(),
    cause: 'job-missing',
  },
};

for (const [how, { stop, start, cause }] of Object.entries(STOPS)) {
  scenario(
    `F45: with the job ${how}, people are told, intake goes on, and nothing is sent or claimed`,
    async (s) => {
      await s.run(MINUTE);
      const stoppedAt = s.now;
      stop(s);
      await s.run(7 * MINUTE);
      const told = (await s.attention()).find((one) => one.cause === cause);
      expect((told!.at - stoppedAt) / MINUTE).toBeLessThan(7);
      const hire = s.desk.hire(HIRE);
      const leaver = s.desk.terminate(LEAVER);
      s.desk.approve(hire, leaver);
      await s.run(HOUR);
      const webhooks = s.events().filter(({ op }) => op === 'webhook');
      expect(webhooks.map(({ status }) => status)).toEqual([202, 202]);
      expect(s.calls()).toEqual([]);
      const waiting = (await s.attention()).find((one) => one.cause === 'leavers-waiting');
      expect(waiting!.reason.what).toMatch(/^1 approved termination could not be sent yet\. \w/);
      expect(s.desk.notes(leaver).at(-1)).toMatch(/waits to be sent to Microsoft Entra/);
      start(s);
      await s.run(2 * HOUR);
      expect(await s.changes(leaver)).toEqual(['disable applied']);
      expect(await s.changes(hire)).toContain('activate applied');
      expect(await s.openCauses()).toEqual([]);
      expect(await s.violations()).toEqual([]);
    },
  );
}

scenario('F45: what was staged before the job stopped is not shown as applied', async (s) => {
  s.world.entra.configure({ processingDelayMs: 5 * MINUTE });
  const hire = s.desk.hire(HIRE);
  s.desk.approve(hire);
  await s.run(MINUTE);
  expect(s.calls()).toHaveLength(1);
  s.controlJob('pause');
  await s.run(2 * HOUR);
  expect(await s.changes(hire)).toEqual(['create sent', 'activate sent']);
  expect(s.desk.notes(hire).join()).not.toMatch(/confirmed: /);
  expect(s.desk.notes(hire).at(-1)).toMatch(/job in Microsoft Entra is paused/);
  s.controlJob('start');
  await s.run(3 * HOUR);
  expect(await s.changes(hire)).toContain('activate applied');
  expect(await s.violations()).toEqual([]);
});

const MANY = ['E10009', 'E10010', 'E10011', 'E10012', 'E10013', 'E10017'];

scenario(
  'F47: when many leavers trip the deletion guard, people hear how many and how to allow them',
  async (s) => {
    s.world.entra.configure({ accidentalDeletionThreshold: 3 });
    const refs = MANY.map((number) => s.desk.terminate(number));
    s.desk.approve(...refs);
    await s.run(40 * MINUTE);
    expect(MANY.every((number) => s.userOf(number)!.enabled)).toBe(true);
    const alarms = await s.attention();
    const quarantine = alarms.find(({ cause }) => cause === 'job-quarantine');
    expect(quarantine!.at - s.calls()[0]!.at).toBeLessThan(10 * MINUTE);
    const waiting = alarms.find(({ cause }) => cause === 'leavers-waiting');
    expect(waiting!.reason.what).toMatch(/^6 approved terminations.*TooManyDeletes/);
    const guard = alarms.filter(({ cause }) => cause === 'entra-failed');
    expect(guard).toHaveLength(6);
    expect(guard[0]!.reason).toMatchObject({ owner: 'identity-admin' });
    expect(guard[0]!.reason.next).toMatch(/allows the staged changes/);
    for (const ref of refs) expect(s.desk.notes(ref).join()).not.toMatch(/confirmed: /);
    // Somebody allows them.
    s.world.entra.configure({ accidentalDeletionThreshold: 100 });
    const allowed = { criteria: { resetScope: 'QuarantineState, ForceDeletes' } };
    s.controlJob('restart', allowed);
    await s.run(2 * HOUR);
    expect(MANY.some((number) => s.userOf(number)!.enabled)).toBe(false);
    for (const ref of refs) expect((await s.changes(ref))[0]).toMatch(/applied|unchanged/);
    expect(await s.openCauses()).toEqual([]);
    expect(await s.violations()).toEqual([]);
  },
);
