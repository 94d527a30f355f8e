import type { EntraFaultEffect } from '../../src/sandbox/entra/index.js';
import { HOUR, MINUTE, scenario, type Scenario } from './scenario.js';

const LEAVER = 'E10012';
const HIRE = 'N50001';
/** Without it a leaver is judged by the log as well. */
const LOG_ONLY = { plan: { directoryRead: false } };

const claims = (s: Scenario, ref: string) =>
  s.desk.notes(ref).filter((note) => note.startsWith('Microsoft Entra confirmed'));

scenario(
  'F43: with the log six hours late, people are told at the deadline and nothing is done twice',
  async (s) => {
    const effect = { is: 'lateLogs', ms: 6 * HOUR } as const;
    s.world.entra.faults.add({ id: 'late', on: 'logs', effect });
    const hire = s.desk.hire(HIRE);
    const leaver = s.desk.terminate(LEAVER);
    s.desk.approve(hire, leaver);
    await s.run(4 * HOUR + 20 * MINUTE);
    const alarms = (await s.attention()).filter(({ cause }) => cause === 'unconfirmed');
    const [first] = s.calls();
    const waited = alarms.map(({ at }) => at - first!.at).sort((a, b) => a - b);
    // The leaver after half an hour, the hire after four.
    expect(waited[0]! / MINUTE).toBeLessThan(45);
    expect(waited.at(-1)! / HOUR).toBeGreaterThanOrEqual(4);
    expect([...claims(s, hire), ...claims(s, leaver)]).toEqual([]);
    await s.run(12 * HOUR);
    expect(await s.changes(hire)).toContain('activate applied');
    expect((await s.changes(leaver))[0]).toMatch(/applied|unchanged/);
    const created = s
      .events()
      .filter(({ op, effect: of }) => op === 'processed' && of === 'create');
    expect(created).toHaveLength(1);
    expect(await s.violations()).toEqual([]);
  },
  LOG_ONLY,
);

scenario(
  'F43: a row that comes after an hour is found while newer requests are looked for',
  async (s) => {
    const effect = { is: 'lateLogs', ms: HOUR } as const;
    s.world.entra.faults.add({ id: 'late', on: 'logs', match: { externalId: HIRE }, effect });
    const first = s.desk.hire(HIRE);
    s.desk.approve(first);
    for (let newer = 0; newer < 10; newer++) {
      await s.run(9 * MINUTE);
      s.desk.approve(s.desk.hire(`N${50_100 + newer}`));
    }
    expect(await s.changes(first)).toContain('activate applied');
    await s.run(HOUR);
    expect(await s.violations()).toEqual([]);
  },
  LOG_ONLY,
);

const LIES: Record<string, EntraFaultEffect> = {
  'doubled rows': { is: 'duplicateLogs' },
  'rows out of order': { is: 'reorderLogs' },
  'a row of another job': { is: 'foreignJobRow' },
  'a row dated next year': { is: 'futureRow' },
  'a row with a prototype': { is: 'protoRow' },
};

for (const [what, effect] of Object.entries(LIES)) {
  scenario(
    `F44: ${what} in the log prove nothing before the true row can be read`,
    async (s) => {
      // Processing would take a second; the true rows come late, so that a lie has its chance.
      s.world.entra.configure({ processingDelayMs: 20 * MINUTE });
      s.world.entra.faults.add({ id: 'lie', on: 'logs', effect });
      const hire = s.desk.hire(HIRE);
      const leaver = s.desk.terminate(LEAVER);
      s.desk.approve(hire, leaver);
      await s.run(18 * MINUTE);
      expect([...claims(s, hire), ...claims(s, leaver)]).toEqual([]);
      expect(await s.changes(leaver)).toEqual(['disable sent']);
      s.world.entra.faults.clear();
      await s.run(4 * HOUR);
      expect(await s.changes(hire)).toContain('activate applied');
      expect((await s.changes(leaver))[0]).toMatch(/applied|unchanged/);
      expect(await s.violations()).toEqual([]);
    },
    LOG_ONLY,
  );
}

scenario('F44: a row that never comes leaves the request open, told and sent again', async (s) => {
  s.world.entra.faults.add({
    ...{ id: 'missing', on: 'logs', times: 2, match: { externalId: HIRE } },
    effect: { is: 'missingLogs' },
  });
  const hire = s.desk.hire(HIRE);
  s.desk.approve(hire);
  await s.run(4 * HOUR + 5 * MINUTE);
  expect(await s.openCauses()).toContain('unconfirmed');
  expect(claims(s, hire)).toEqual([]);
  await s.run(2 * HOUR);
  expect(s.sent(HIRE)).toHaveLength(2);
  expect((await s.changes(hire)).at(-1)).toMatch(/applied|unchanged/);
  expect(await s.openCauses()).toEqual([]);
  expect(await s.violations()).toEqual([]);
});

scenario(
  'F44: rows that become readable out of their order are all found by the overlap',
  async (s) => {
    s.world.entra.configure({ logDelayMs: [MINUTE, 25 * MINUTE] });
    const refs = Array.from({ length: 12 }, (_, index) => s.desk.hire(`N${50_001 + index}`));
    for (const ref of refs) {
      s.desk.approve(ref);
      await s.run(MINUTE);
    }
    await s.run(90 * MINUTE);
    for (const ref of refs) expect(await s.changes(ref)).toContain('activate applied');
    expect(await s.violations()).toEqual([]);
  },
);

scenario(
  'F46: what a restarted job threw away is sent again when its deadline passes',
  async (s) => {
    s.world.entra.configure({ processingDelayMs: 5 * MINUTE });
    const hire = s.desk.hire(HIRE);
    const leaver = s.desk.terminate(LEAVER);
    s.desk.approve(hire, leaver);
    await s.run(MINUTE);
    expect(s.calls().map(({ status }) => status)).toEqual([202]);
    s.controlJob('pause');
    s.controlJob('restart');
    await s.run(20 * MINUTE);
    expect(s.userOf(LEAVER)!.enabled).toBe(true);
    expect([...claims(s, hire), ...claims(s, leaver)]).toEqual([]);
    await s.run(40 * MINUTE);
    expect(s.userOf(LEAVER)!.enabled).toBe(false);
    await s.run(5 * HOUR);
    expect(await s.changes(leaver)).toEqual(['disable applied']);
    expect(await s.changes(hire)).toContain('activate applied');
    expect(await s.violations()).toEqual([]);
  },
);
