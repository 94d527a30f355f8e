import { DAY, HOUR, MINUTE, scenario, SECOND, type Scenario } from './scenario.js';

const LEAVER = 'E10012';

/** Entra asks the first call for peace; a leaver comes up meanwhile. When each call was made. */
async function throttledOnce(s: Scenario, retryAfter: string | undefined): Promise<number[]> {
  s.world.entra.faults.add({
    ...{ id: 'busy', on: 'bulkUpload', times: 1 },
    effect: { is: 'tooManyRequests', ...(retryAfter === undefined ? {} : { retryAfter }) },
  });
  s.desk.approve(s.desk.hire('N50001'));
  await s.run(20 * SECOND);
  s.desk.approve(s.desk.terminate(LEAVER));
  await s.run(2 * HOUR);
  return s.calls().map(({ at }) => at);
}

scenario(
  'F14: a 429 with Retry-After in seconds is obeyed, and leavers go first when it ends',
  async (s) => {
    const [refused, next] = await throttledOnce(s, '600');
    expect(next! - refused!).toBeGreaterThanOrEqual(600 * SECOND);
    expect(next! - refused!).toBeLessThan(610 * SECOND);
    expect(s.sent().map(({ externalId }) => externalId)).toEqual([LEAVER, 'N50001']);
    expect(s.userOf(LEAVER)!.enabled).toBe(false);
    expect(await s.violations()).toEqual([]);
  },
);

const date = (at: number) => new Date(at).toUTCString();
/** What Entra says, and the least and the most that the bridge then waits. */
const ODD: Record<string, { says: (now: number) => string; waits: [number, number] }> = {
  'a date in twenty minutes': {
    says: (now) => date(now + 20 * MINUTE),
    waits: [19 * MINUTE, 21 * MINUTE],
  },
  'a date in the past': { says: (now) => date(now - HOUR), waits: [SECOND, 30 * SECOND] },
  'a negative number': { says: () => '-5', waits: [SECOND, 30 * SECOND] },
  words: { says: () => 'in a while', waits: [SECOND, 30 * SECOND] },
  'ten years': { says: () => String(10 * 365 * 86_400), waits: [HOUR, HOUR + MINUTE] },
};

for (const [what, { says, waits }] of Object.entries(ODD)) {
  scenario(`F15: a Retry-After of ${what} is clamped to 1 s … 1 h`, async (s) => {
    const [refused, next] = await throttledOnce(s, says(s.now));
    expect(next! - refused!).toBeGreaterThanOrEqual(waits[0]);
    expect(next! - refused!).toBeLessThan(waits[1]);
    expect(await s.violations()).toEqual([]);
  });
}

scenario('F15: somebody is told when a leaver must wait longer than its budget', async (s) => {
  await throttledOnce(s, '3600');
  const [alarm] = (await s.attention()).filter(({ cause }) => cause === 'leavers-waiting');
  const queued = s.calls()[0]!.at + 20 * SECOND;
  expect(alarm!.at - queued).toBeLessThan(3 * MINUTE);
  expect(alarm!.reason.what).toMatch(/1 approved termination/);
  expect(await s.openCauses()).toEqual([]);
});

scenario('F16: 429s without Retry-After are met by growing, uneven waits', async (s) => {
  const id = 'busy';
  s.world.entra.faults.add({ id, on: 'bulkUpload', effect: { is: 'tooManyRequests' } });
  s.desk.approve(s.desk.hire('N50001'), s.desk.terminate(LEAVER));
  await s.run(HOUR);
  const calls = s.calls().map(({ at }) => at);
  const waits = calls.slice(1).map((at, index) => at - calls[index]!);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(SECOND);
  expect(Math.max(...waits)).toBeLessThan(6 * MINUTE);
  expect(Math.max(...waits.slice(0, 3))).toBeLessThan(30 * SECOND);
  expect(new Set(waits.slice(-8).map((wait) => Math.round(wait / SECOND))).size).toBeGreaterThan(5);
  expect(calls.length).toBeLessThan(50);
  s.world.entra.faults.clear(id);
  await s.run(HOUR);
  expect(s.userOf(LEAVER)!.enabled).toBe(false);
  expect(await s.violations()).toEqual([]);
});

scenario(
  'F17: with the day’s calls used up, the state is visible and a waiting leaver is told within 60 s',
  async (s) => {
    s.world.entra.faults.add({
      ...{ id: 'used up', on: 'bulkUpload' },
      effect: { is: 'tooManyRequests', retryAfter: '86400' },
    });
    const leavers = [s.desk.terminate(LEAVER), s.desk.terminate('E10013')];
    s.desk.approve(...leavers);
    await s.run(3 * MINUTE);
    const [refused] = s.calls();
    const alarms = await s.attention();
    const throttled = alarms.find(({ cause }) => cause === 'entra-throttled');
    const waiting = alarms.find(({ cause }) => cause === 'leavers-waiting');
    expect(throttled!.at - refused!.at).toBeLessThan(5 * SECOND);
    expect(waiting!.at - refused!.at).toBeLessThanOrEqual(60 * SECOND);
    expect(waiting!.reason.what).toMatch(/^2 approved terminations/);
    expect(waiting!.reason.next).toMatch(/disable these accounts by hand/i);
    await s.run(DAY);
    expect(s.calls().length).toBeLessThan(30);
    const opened = (await s.attention()).find(({ cause }) => cause === 'leavers-waiting');
    expect(opened!.at).toBe(waiting!.at);
    // Told once; the hourly tries are no news to the ticket's reader.
    const notes = s.desk.notes(leavers[0]!);
    expect(notes.filter((note) => note.includes('waits to be sent'))).toEqual([notes.at(-1)]);
    s.world.entra.faults.clear();
    await s.run(2 * HOUR);
    expect(await s.changes(leavers[0]!)).toEqual(['disable applied']);
    expect(await s.openCauses()).toEqual([]);
    expect(await s.violations()).toEqual([]);
  },
);

/** The ledger as it stands when so many calls were made 22 hours ago. */
async function useUp(s: Scenario, calls: number): Promise<void> {
  const rows = Array.from({ length: calls }, (_, index) => ({
    ...{ id: `earlier-${index}`, target: 'entra-sandbox', lane: 3, records: 50 },
    ...{
      started_at: s.now - 22 * HOUR,
      answered_at: s.now - 22 * HOUR,
      state: 'staged',
      status: 202,
    },
  }));
  for (let at = 0; at < calls; at += 500) {
    const some = rows.slice(at, at + 500);
    await s.store.write((tx) => tx.insertInto('upload').values(some).execute());
  }
}

scenario(
  'F18: with only the reserve left, an urgent termination goes at once, and hires wait for theirs',
  async (s) => {
    await useUp(s, 1_900);
    const hire = s.desk.hire('N50001');
    s.desk.approve(hire);
    await s.run(10 * MINUTE);
    expect(s.calls()).toEqual([]);
    const approvedAt = s.now;
    s.desk.approve(s.desk.terminate(LEAVER));
    await s.run(HOUR);
    const [call, ...others] = s.calls();
    expect(call!.at - approvedAt).toBeLessThan(30 * SECOND);
    // It takes along who fits into its call, which costs nothing; nobody else gets a call.
    expect(s.sent().map(({ externalId }) => externalId)).toEqual([LEAVER, 'N50001']);
    const late = s.desk.hire('N50002');
    s.desk.approve(late);
    await s.run(30 * MINUTE);
    expect(others).toEqual([]);
    await s.run(HOUR);
    expect(await s.changes(hire)).toContain('activate applied');
    expect(await s.changes(late)).toContain('activate applied');
    expect(await s.violations()).toEqual([]);
  },
);

scenario(
  'F19: calls of another client are noticed by the answer, not by the bridge’s own count',
  async (s) => {
    // Of the tenant's 2,000 calls the bridge may think it has all; somebody else took 1,998.
    s.world.entra.settings.dailyCalls = { P1: 2, Governance: 2 };
    for (const number of ['N50001', 'N50002', 'N50003']) {
      s.desk.approve(s.desk.hire(number));
      await s.run(MINUTE);
    }
    s.desk.approve(s.desk.terminate(LEAVER));
    await s.run(6 * HOUR);
    const answers = s.calls().map(({ status }) => status);
    expect(answers.slice(0, 3)).toEqual([202, 202, 429]);
    expect(answers.length).toBeLessThan(12);
    expect(await s.openCauses()).toEqual(
      expect.arrayContaining(['entra-throttled', 'leavers-waiting']),
    );
    s.world.entra.settings.dailyCalls = { P1: 2_000, Governance: 2_000 };
    await s.run(2 * HOUR);
    const rest = s.sent().filter(({ accepted }) => accepted);
    expect(rest.slice(2).map(({ externalId }) => externalId)).toEqual([LEAVER, 'N50003']);
    expect(await s.violations()).toEqual([]);
  },
);
