import type { NetStrike } from '../simulation/strikes.js';
import { HOUR, MINUTE, scenario, SECOND, type Scenario } from './scenario.js';

const LEAVER = 'E10012';
const HIRE = 'N50001';

/** So many uploads are struck, then they go their way. */
function strikeUploads(s: Scenario, strike: NetStrike, times = 1): void {
  let left = times;
  s.strike = ({ url }) => (url.endsWith('/bulkUpload') && left-- > 0 ? strike : null);
}

const uploadsTried = (s: Scenario) => s.requestsTo('/bulkUpload').map(({ at }) => at);

for (const status of [500, 502, 503, 504]) {
  scenario(
    `F20: a burst of ${status} is met by growing waits, and a leaver probes while others wait`,
    async (s) => {
      const id = 'ill';
      s.world.entra.faults.add({ id, on: 'bulkUpload', effect: { is: 'status', status } });
      const hire = s.desk.hire(HIRE);
      s.desk.approve(hire, s.desk.terminate(LEAVER));
      await s.run(25 * MINUTE);
      // The hire may have arrived with the first call: until evidence is overdue only the leaver goes on.
      const withHire = s.requestsTo('/bulkUpload').filter(({ body }) => body?.includes(HIRE));
      expect(withHire).toHaveLength(1);
      await s.run(15 * MINUTE);
      const tried = s.calls();
      expect(tried.length).toBeGreaterThan(5);
      expect(tried.length).toBeLessThan(40);
      expect(await s.openCauses()).toEqual(
        expect.arrayContaining(['leavers-waiting', 'upload-in-doubt']),
      );
      s.world.entra.faults.clear(id);
      const ended = s.now;
      await s.run(2 * HOUR);
      const taken = s.sent(LEAVER).find(({ accepted }) => accepted);
      expect(taken!.at - ended).toBeLessThan(5 * MINUTE);
      expect(await s.changes(hire)).toContain('activate applied');
      expect(await s.openCauses()).toEqual([]);
      expect(await s.violations()).toEqual([]);
    },
  );
}

scenario(
  'F21: an upload that never arrived is in doubt: a leaver is sent again at once',
  async (s) => {
    strikeUploads(s, { is: 'lost' });
    const leaver = s.desk.terminate(LEAVER);
    s.desk.approve(leaver);
    await s.run(2 * MINUTE);
    const [lost, again] = uploadsTried(s);
    expect(again! - lost!).toBeLessThan(30 * SECOND);
    await s.run(HOUR);
    expect(await s.changes(leaver)).toEqual(['disable applied']);
    expect(await s.violations()).toEqual([]);
  },
);

scenario(
  'F21: an upload that never arrived is in doubt: a hire waits for evidence before it is sent again',
  async (s) => {
    strikeUploads(s, { is: 'lost' });
    const hire = s.desk.hire(HIRE);
    s.desk.approve(hire);
    await s.run(5 * MINUTE);
    expect(s.desk.notes(hire).at(-1)).toMatch(/is not confirmed yet.*no clear answer/);
    await s.run(20 * MINUTE);
    const [lost] = uploadsTried(s);
    expect(uploadsTried(s)).toHaveLength(1);
    await s.run(2 * HOUR);
    const [, again] = uploadsTried(s);
    expect(again! - lost!).toBeGreaterThanOrEqual(30 * MINUTE);
    expect(again! - lost!).toBeLessThan(45 * MINUTE);
    expect(await s.changes(hire)).toContain('activate applied');
    expect(await s.violations()).toEqual([]);
  },
);

scenario(
  'F22: an upload that was applied and never answered is told from the log, and made once',
  async (s) => {
    strikeUploads(s, { is: 'hangs' });
    const hire = s.desk.hire(HIRE);
    s.desk.approve(hire);
    await s.run(2 * HOUR);
    expect(s.calls()).toHaveLength(1);
    expect(await s.changes(hire)).toContain('activate applied');
    expect(await s.violations()).toEqual([]);
  },
);

scenario('F22: a leaver who was disabled by a call without an answer ends disabled', async (s) => {
  strikeUploads(s, { is: 'hangs' }, 3);
  const leaver = s.desk.terminate(LEAVER);
  s.desk.approve(leaver);
  await s.run(2 * HOUR);
  expect(s.calls()).toHaveLength(4);
  expect(s.sent().every(({ active }) => !active)).toBe(true);
  expect((await s.changes(leaver))[0]).toMatch(/disable (applied|unchanged)/);
  expect(await s.violations()).toEqual([]);
});

scenario(
  'F22: a transfer in doubt is never sent again after a termination of the same person',
  async (s) => {
    strikeUploads(s, { is: 'lost' });
    const transfer = s.desk.transfer(LEAVER, 'Role 1');
    s.desk.approve(transfer);
    await s.run(5 * MINUTE);
    s.desk.approve(s.desk.terminate(LEAVER));
    await s.run(3 * HOUR);
    expect(s.sent(LEAVER).map(({ active }) => active)).toEqual([false]);
    expect(s.userOf(LEAVER)!.enabled).toBe(false);
    expect(await s.violations()).toEqual([]);
  },
);
