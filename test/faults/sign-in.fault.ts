import { Graph } from '../../src/adapters/entra/graph.js';
import { tokenSource } from '../../src/adapters/entra/token.js';
import type { Http, HttpAnswer } from '../../src/ports/http.js';
import { FakeClock } from '../support/fake-clock.js';
import { testTarget } from '../support/target.js';
import { HOUR, MINUTE, scenario, SECOND, type Scenario } from './scenario.js';

const LEAVER = 'E10012';
const TOKENS = '/oauth2/v2.0/token';

scenario(
  'F26: a 401 in mid-batch is met by one new token and one repeat of the call',
  async (s) => {
    s.world.entra.faults.add({
      ...{ id: 'expired', on: 'bulkUpload', times: 1 },
      effect: { is: 'status', status: 401 },
    });
    s.desk.approve(s.desk.hire('N50001'), s.desk.terminate(LEAVER));
    await s.run(MINUTE);
    const [refused] = s.calls();
    expect(s.calls().map(({ status }) => status)).toEqual([401, 202]);
    expect(s.requestsTo(TOKENS).filter(({ at }) => at >= refused!.at)).toHaveLength(1);
    const uploads = await s.store.read.selectFrom('upload').select('state').execute();
    expect(uploads).toEqual([{ state: 'staged' }]);
    await s.run(HOUR);
    expect(await s.violations()).toEqual([]);
  },
);

const ok = (body: string): HttpAnswer => ({ is: 'answer', status: 200, headers: {}, body });

/** A tenant that takes only its newest token, and answers when told. */
class Tenant implements Http {
  granted = 0;
  valid = '';
  readonly waiting: (() => void)[] = [];

  async send({ url, headers }: Parameters<Http['send']>[0]): Promise<HttpAnswer> {
    if (url.includes(TOKENS)) {
      this.valid = `token-${++this.granted}`;
      return ok(JSON.stringify({ access_token: this.valid, expires_in: 3_599 }));
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    const good = headers['authorization'] === `Bearer ${this.valid}`;
    return good ? ok('') : { ...ok(''), status: 401 };
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('F26: callers refused one after the other share one new token', async () => {
  const tenant = new Tenant();
  const graph = new Graph(tenant, tokenSource(testTarget, tenant, new FakeClock()), 'http://g');
  const calls = Array.from({ length: 6 }, () => graph.get('http://g/x', 'call'));
  await settled();
  expect(tenant.granted).toBe(1);
  tenant.valid = 'revoked';
  // Each answer comes when the caller before has its new token already.
  while (tenant.waiting.length > 0) {
    tenant.waiting.shift()!();
    await settled();
  }
  const answers = await Promise.all(calls);
  expect(answers.map((answer) => answer.is === 'answer' && answer.status)).toEqual(
    Array(6).fill(200),
  );
  expect(tenant.granted).toBe(2);
});

const DOWN = {
  down: { is: 'status', status: 503 },
  'refusing the secret': { is: 'status', status: 401, body: { error: 'invalid_client' } },
  silent: { is: 'dropBefore' },
} as const;

for (const [what, effect] of Object.entries(DOWN)) {
  scenario(
    `F27: with the token endpoint ${what}, it is asked calmly, people are told, intake goes on`,
    async (s) => {
      s.world.entra.faults.add({ id: 'token', on: 'token', effect });
      const leaver = s.desk.terminate(LEAVER);
      const hires = ['N50001', 'N50002', 'N50003'].map((number) => s.desk.hire(number));
      s.desk.approve(leaver, ...hires);
      await s.run(2 * HOUR);
      const webhooks = s.events().filter(({ op }) => op === 'webhook');
      expect(webhooks.length).toBeGreaterThanOrEqual(4);
      expect(webhooks.every(({ status }) => status === 202)).toBe(true);
      // Who watches the job, who maps and who sends each ask by and by; nobody in a loop.
      const asked = s.requestsTo(TOKENS);
      const inAnyMinute = asked.map(({ at }) =>
        asked.filter((b) => b.at >= at && b.at < at + MINUTE),
      );
      expect(Math.max(...inAnyMinute.map(({ length }) => length))).toBeLessThan(30);
      expect(asked.length).toBeLessThan(400);
      expect(s.calls()).toEqual([]);
      expect(await s.openCauses()).not.toEqual([]);
      s.world.entra.faults.clear();
      const ended = s.now;
      await s.run(2 * HOUR);
      expect(s.calls()[0]!.at - ended).toBeLessThan(6 * MINUTE);
      expect(await s.changes(leaver)).toEqual(['disable applied']);
      expect(await s.violations()).toEqual([]);
    },
  );
}

const revoked = (causes: string[]) => async (s: Scenario) => {
  await s.run(10 * MINUTE);
  const secrets = s.world.entra.settings.secrets;
  s.world.entra.settings.secrets = [];
  await s.run(2 * HOUR);
  const approvedAt = s.now;
  s.desk.approve(s.desk.terminate(LEAVER));
  await s.run(5 * MINUTE);
  const told = (await s.attention()).filter(({ at }) => at - approvedAt < 90 * SECOND);
  expect(told.map(({ cause }) => cause)).toEqual(expect.arrayContaining(causes));
  s.world.entra.settings.secrets = secrets;
  await s.run(HOUR);
  expect(s.userOf(LEAVER)!.enabled).toBe(false);
  expect(await s.violations()).toEqual([]);
};

const TOLD: Record<string, { directoryRead: boolean; causes: string[] }> = {
  'where only the upload needs it': {
    directoryRead: false,
    causes: ['entra-sign-in-failed', 'leavers-waiting'],
  },
  'where the directory needs it first': {
    directoryRead: true,
    causes: ['directory-unavailable'],
  },
};

for (const [where, { directoryRead, causes }] of Object.entries(TOLD)) {
  scenario(`F27: a revoked secret is told within a minute or so, ${where}`, revoked(causes), {
    plan: { directoryRead },
  });
}
