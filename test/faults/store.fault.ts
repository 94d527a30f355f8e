import type { CommitStrike } from '../simulation/strikes.js';
import { HOUR, MINUTE, playing, scenario, SECOND, type Scenario } from './scenario.js';

const LEAVER = 'E10012';
const HIRE = 'N50001';

for (const restarts of [false, true]) {
  const then = restarts ? ' and a restart' : '';
  scenario(
    `F32: ten minutes without a store${then}: intake answers 503, nothing is sent, all goes on`,
    async (s) => {
      const hire = s.desk.hire(HIRE);
      const leaver = s.desk.terminate(LEAVER);
      s.desk.approve(hire);
      await s.run(2 * SECOND);
      s.world.storeDown = true;
      s.desk.approve(leaver);
      await s.run(10 * MINUTE);
      const answers = s.events().filter(({ op }) => op === 'webhook');
      expect(answers.at(-1)!['status']).toBe(503);
      const before = s.requestsTo('/bulkUpload').length;
      expect(before).toBeLessThanOrEqual(1);
      s.world.storeDown = false;
      if (restarts) s.world.host!.life.kill('restarted');
      await s.run(20 * MINUTE);
      // The sweep found what no webhook could be stored of.
      expect(s.userOf(LEAVER)!.enabled).toBe(false);
      await s.run(3 * HOUR);
      expect(await s.changes(leaver)).toEqual(['disable applied']);
      expect(await s.changes(hire)).toContain('activate applied');
      expect(await s.violations()).toEqual([]);
    },
  );
}

scenario(
  'F32: a call whose answer the store could not take is recovered without a restart',
  async (s) => {
    s.world.strikes.point = (point) => {
      if (point === 'answer-read') s.world.storeDown = true;
    };
    const leaver = s.desk.terminate(LEAVER);
    s.desk.approve(leaver);
    await s.run(10 * MINUTE);
    expect(s.calls()).toHaveLength(1);
    s.world.strikes.point = () => undefined;
    s.world.storeDown = false;
    await s.run(HOUR);
    expect((await s.changes(leaver))[0]).toMatch(/applied|unchanged/);
    const uploads = await s.store.read.selectFrom('upload').select('state').execute();
    expect(uploads.map(({ state }) => state)).toEqual(['in-doubt', 'staged']);
    expect(await s.violations()).toEqual([]);
  },
);

/** Every commit where there is time for it; else some of all kinds. */
const STRIDE = process.env['FAULTS'] === 'all' ? 1 : 7;

/** One life of a hire and a leaver in which the n-th commit is struck; whether there was one. */
async function strikeCommit(n: number, strike: CommitStrike): Promise<boolean> {
  let commits = 0;
  await playing(async (s: Scenario) => {
    s.world.strikes.commit = () => (++commits === n ? strike : null);
    const hire = s.desk.hire(HIRE);
    const leaver = s.desk.terminate(LEAVER);
    s.desk.approve(hire, leaver);
    await s.run(HOUR);
    const found = {
      n,
      leaver: (await s.changes(leaver)).map((change) => change.replace('unchanged', 'applied')),
      hire: (await s.changes(hire)).at(-1),
      violations: await s.violations(),
    };
    expect(found).toEqual({
      ...{ n, leaver: ['disable applied'], hire: 'activate applied', violations: [] },
    });
  });
  return commits >= n;
}

const STRIKES: Record<string, CommitStrike> = {
  'F33: whichever commit’s answer is lost, what it did is read anew and done once': 'answer-lost',
  'F34: whichever transaction is rolled back, it is done again from its start': 'fails',
};

for (const [title, strike] of Object.entries(STRIKES)) {
  test(
    title,
    async () => {
      let n = 1;
      while (await strikeCommit(n, strike)) n += STRIDE;
      expect(n).toBeGreaterThan(50);
    },
    300_000,
  );
}
