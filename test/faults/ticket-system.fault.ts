import type { FaultEffect } from '../../src/sandbox/servicenow/index.js';
import { DAY, HOUR, MINUTE, scenario, SECOND, type Scenario } from './scenario.js';

const LEAVER = 'E10012';
const HIRE = 'N50001';

const TROUBLES: Record<string, FaultEffect> = {
  'answering 503': { is: 'status', status: 503 },
  unreachable: { is: 'dropBefore' },
  'showing a sign-in page with 200': { is: 'html' },
  'answering 429': { is: 'rateLimit', retryAfterSeconds: 600 },
};

/** Down from half past six for a day; its people see that on their own pages nothing is missing. */
async function dayWithout(s: Scenario, effect: FaultEffect): Promise<void> {
  s.world.servicenow.faults.add({ id: 'down', on: 'table', effect });
  await s.run(DAY);
  s.world.servicenow.faults.clear();
}

for (const [how, effect] of Object.entries(TROUBLES)) {
  scenario(
    `F48: with the ticket system ${how} for a day, leavers go on the approval last confirmed, others wait`,
    async (s) => {
      const leaver = s.desk.terminate(LEAVER, 0);
      const hire = s.desk.hire(HIRE, 1);
      s.desk.approve(leaver, hire);
      await s.run(30 * MINUTE);
      expect(await s.changes(leaver)).toEqual(['disable waiting']);
      const before = s.requests.length;
      await dayWithout(s, effect);
      // 17:00 in Berlin; the ticket was last read ten hours before.
      const [sent] = s.sent(LEAVER);
      expect(new Date(sent!.at).toISOString()).toMatch(/^2026-11-25T16:0[0-4]/);
      expect(await s.changes(leaver)).toEqual(['disable applied']);
      // Day one began at midnight, and nobody could confirm the hire.
      expect(s.sent(HIRE).some(({ active }) => active)).toBe(false);
      expect((await s.openCauses()).some((cause) => cause.startsWith('ticket-system'))).toBe(true);
      const asked = s.requests.slice(before).filter(({ url }) => url.includes('/servicenow/'));
      expect(asked.length).toBeLessThan(2_000);
      const shown = s.desk.notes(leaver).length;
      await s.run(HOUR);
      expect(await s.changes(hire)).toContain('activate applied');
      // What happened is told once, and the end of it last.
      expect(s.desk.notes(leaver).slice(shown)).toHaveLength(1);
      expect(s.desk.notes(leaver).at(-1)).toMatch(/^Microsoft Entra confirmed/);
      await s.run(HOUR);
      expect(await s.openCauses()).toEqual([]);
      expect(await s.violations()).toEqual([]);
    },
  );
}

scenario('F48: a slow ticket system is waited for, and never written to twice', async (s) => {
  s.strike = ({ url, method }) =>
    url.includes('/api/now/') && method !== 'GET' ? { is: 'hangs' } : null;
  const leaver = s.desk.terminate(LEAVER);
  s.desk.approve(leaver);
  await s.run(2 * HOUR);
  s.strike = () => null;
  await s.run(2 * HOUR);
  expect(await s.changes(leaver)).toEqual(['disable applied']);
  expect(new Set(s.desk.notes(leaver)).size).toBe(s.desk.notes(leaver).length);
  expect(s.desk.notes(leaver).at(-1)).toMatch(/^Microsoft Entra confirmed/);
  expect(await s.violations()).toEqual([]);
});

scenario(
  'F48: an approval withdrawn during the outage stops the hire once it can be read',
  async (s) => {
    const hire = s.desk.hire(HIRE, 1);
    s.desk.approve(hire);
    await s.run(30 * MINUTE);
    s.world.servicenow.faults.add({ id: 'lost', on: 'webhook', effect: { is: 'lose' } });
    s.world.instance.after(2 * HOUR, () => s.desk.revoke(hire));
    await dayWithout(s, { is: 'status', status: 503 });
    await s.run(6 * HOUR);
    expect(s.sent(HIRE).some(({ active }) => active)).toBe(false);
    expect((await s.ticket(hire)).state).toBe('cancelled');
    expect(await s.violations()).toEqual([]);
  },
);

scenario(
  'F48: after the outage the backlog of writebacks drains within twenty minutes, newest last',
  async (s) => {
    const leavers = ['E10009', 'E10010'].map((number) => s.desk.terminate(number));
    const hires = Array.from({ length: 12 }, (_, index) => s.desk.hire(`N${50_001 + index}`));
    s.desk.approve(...hires, ...leavers);
    await s.run(90 * SECOND);
    s.world.servicenow.faults.add({ id: 'down', on: 'table', effect: { is: 'threadExhaustion' } });
    await s.run(6 * HOUR);
    s.world.servicenow.faults.clear();
    await s.run(20 * MINUTE);
    for (const ref of [...leavers, ...hires]) {
      expect(s.desk.notes(ref).at(-1)).toMatch(/^Microsoft Entra confirmed/);
      expect(s.desk.status(ref)).not.toBe('');
    }
    expect(await s.violations()).toEqual([]);
  },
);
