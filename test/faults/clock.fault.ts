import type { Plugins } from '../../src/compose.js';
import { PEOPLE, SITES } from '../../src/sandbox/people-data.js';
import { DAY, HOUR, MINUTE, PLUGINS, scenario, SECOND, type Scenario } from './scenario.js';

const LEAVER = 'E10012';
const LATER = 'E10013';

/**
 * A machine's clock that is set wrong, and by how much. The embedded store's process must see that
 * for itself; on PostgreSQL it goes by the database's time, and the same must come of it.
 */
const JUMPS = { '+2 h': 2 * HOUR, '-2 h': -2 * HOUR, '+10 y': 3_650 * DAY };

/** The clock stands still from now on; the other way of being wrong. */
function freeze(s: Scenario): () => void {
  const from = s.now;
  Object.defineProperty(s.world, 'skewMs', { get: () => from - s.now, configurable: true });
  return () =>
    Object.defineProperty(s.world, 'skewMs', { value: 0, writable: true, configurable: true });
}

function setClock(s: Scenario, by: number): () => void {
  s.world.skewMs = by;
  return () => (s.world.skewMs = 0);
}

const WRONG: Record<string, (s: Scenario) => () => void> = {
  ...Object.fromEntries(
    Object.entries(JUMPS).map(([name, by]) => [name, (s: Scenario) => setClock(s, by)]),
  ),
  frozen: freeze,
};

for (const [how, spoil] of Object.entries(WRONG)) {
  scenario(
    `F28: with the clock ${how}, a wait that Entra asked for keeps its length`,
    async (s) => {
      s.world.entra.faults.add({
        ...{ id: 'busy', on: 'bulkUpload', times: 1 },
        effect: { is: 'tooManyRequests', retryAfter: '1800' },
      });
      s.desk.approve(s.desk.terminate(LEAVER));
      await s.run(MINUTE);
      const repair = spoil(s);
      await s.run(40 * MINUTE);
      repair();
      await s.run(2 * HOUR);
      const [refused, next] = s.calls().map(({ at }) => at);
      expect(next! - refused!).toBeGreaterThanOrEqual(1_800 * SECOND);
      expect(next! - refused!).toBeLessThan(1_800 * SECOND + 2 * MINUTE);
      expect(s.userOf(LEAVER)!.enabled).toBe(false);
      expect(await s.violations()).toEqual([]);
    },
  );

  scenario(
    `F28: with the clock ${how}, all is done once, at its time, and work goes on`,
    async (s) => {
      const tomorrow = s.desk.terminate(LATER, 1);
      const future = s.desk.hire('N50001', 20);
      s.desk.approve(tomorrow, future);
      await s.run(10 * MINUTE);
      const repair = spoil(s);
      const leaver = s.desk.terminate(LEAVER);
      const hire = s.desk.hire('N50002');
      s.desk.approve(leaver, hire);
      await s.run(50 * MINUTE);
      // Nobody whose day has not come is touched.
      expect(s.sent().map(({ externalId }) => externalId)).toEqual([LEAVER, 'N50002']);
      repair();
      await s.run(3 * HOUR);
      expect(await s.changes(leaver)).toEqual(['disable applied']);
      expect(await s.changes(hire)).toContain('activate applied');
      expect(await s.changes(tomorrow)).toEqual(['disable waiting']);
      expect(s.sent()).toHaveLength(2);
      await s.run(1.5 * DAY);
      expect(await s.changes(tomorrow)).toEqual(['disable applied']);
      expect(await s.violations()).toEqual([]);
    },
  );
}

scenario(
  'F28: a clock set ahead by a day and left so refills no quota early',
  async (s) => {
    for (const { employeeNumber } of PEOPLE.slice(8, 13)) {
      s.desk.approve(s.desk.terminate(employeeNumber));
      await s.run(MINUTE);
    }
    expect(s.calls().length).toBe(5);
    const last = s.now;
    s.world.skewMs = 23 * HOUR;
    s.desk.approve(s.desk.terminate('E10018'));
    await s.run(22 * HOUR);
    expect(s.calls().length).toBe(5);
    expect(await s.openCauses()).toContain('leavers-waiting');
    await s.run(3 * HOUR);
    const [, next] = s
      .calls()
      .slice(-2)
      .map(({ at }) => at);
    expect(next! - last).toBeGreaterThan(23 * HOUR + 45 * MINUTE);
    expect(s.calls().every(({ status }) => status === 202)).toBe(true);
    expect(await s.violations()).toEqual([]);
  },
  { plan: { callsPerDay: 5, skewMs: 24 * HOUR } },
);

/** The hire template with its day one beginning at half past two. */
const AT_HALF_PAST_TWO: Plugins = {
  ...PLUGINS,
  templates: new Map(
    [...PLUGINS.templates].map(([name, templates]) => [
      name,
      templates.map((template) => {
        const { activate } = template.changes;
        if (template.kind !== 'hire' || !activate) return template;
        const effective = { ...activate.effective, time: '02:30' };
        return {
          ...template,
          changes: { ...template.changes, activate: { ...activate, effective } },
        };
      }),
    ]),
  ),
};

const NIGHTS = {
  'does not exist': { noon: '2027-03-27T12:00:00Z', hire: '01:00', leaver: '01:00' },
  'happens twice': { noon: '2027-10-30T12:00:00Z', hire: '01:30', leaver: '00:30' },
};

for (const [night, { noon, hire: hireAt, leaver: leaverAt }] of Object.entries(NIGHTS)) {
  scenario(
    `F30: where 02:30 ${night}, a hire is never enabled early and a leaver never late`,
    async (s) => {
      const berlin = SITES.find(({ name }) => name === 'Berlin')!.sysId;
      const hire = s.desk.hire('N50001', 1, { location: berlin });
      const leaver = s.desk.terminate(LEAVER, 1, { last_day_time: '02:30' });
      s.desk.approve(hire, leaver);
      await s.run(DAY);
      const at = (person: string, active: boolean) =>
        new Date(s.sent(person).find((one) => one.active === active)!.at).toISOString();
      expect(at('N50001', true).slice(11, 16)).toBe(hireAt);
      expect(at(LEAVER, false).slice(11, 16)).toBe(leaverAt);
      expect(s.sent('N50001').map(({ active }) => active)).toEqual([false, true]);
      // The checker knows the last day's hour of the templates that are shipped, not of this one.
      const found = (await s.violations()).filter((one) => !one.includes('before any last day'));
      expect(found).toEqual([]);
    },
    { start: Date.parse(noon), plugins: AT_HALF_PAST_TWO },
  );
}

scenario(
  'F28: calls made while the clock was ahead still count once it is set right',
  async (s) => {
    const startedWith = async (skewMs: number) => {
      s.world.skewMs = skewMs;
      s.world.host!.life.kill('restarted');
      await s.run(5 * SECOND);
    };
    const hire = (from: number) =>
      s.desk.approve(...[0, 1, 2].map((one) => s.desk.hire(`N${from + one}`)));
    // No more, or deliveries would be turned away.
    await startedWith(4 * MINUTE);
    hire(50_001);
    await s.run(MINUTE);
    // One of the day's four calls is for leavers alone.
    expect(s.calls()).toHaveLength(3);
    await startedWith(0);
    hire(50_011);
    await s.run(10 * MINUTE);
    expect(s.calls()).toHaveLength(3);
    // Whoever waits for the next day is not at an end yet.
    const broken = (await s.violations()).filter((one) => !one.startsWith('I1 '));
    expect(broken).toEqual([]);
  },
  { plan: { callsPerDay: 4, recordsPerCall: 1, downMs: SECOND } },
);
