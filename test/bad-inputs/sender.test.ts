import { createHmac } from 'node:crypto';
import { countProcessorMs } from '../support/processor-ms.js';
import { exchange } from './exchange.js';
import { fateOfTicket, sentInTime, sentOf } from './fate.js';
import { requestOf } from './helpdesk.js';
import { deliveryOf, expectKept, expectProblem, expectTurnedAway } from './refusal.js';
import { HELPDESK, openWorld, seconds, SERVICENOW, signed, type World } from './world.js';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const now = () => seconds(world.sandbox.clock.now());
const post = (headers: Record<string, string | string[]>, body: string) =>
  exchange(`${world.url}/webhooks/${HELPDESK.name}`, {
    ...{ method: 'POST', body },
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('bad input 21:', () => {
  const body = '{"employee":"Zq7Planted"}';
  const proof = () => signed(HELPDESK.secret, 'msg_21', now(), body);

  test.each<[string, () => [Record<string, string>, string]]>([
    ['no signature', () => [{ ...proof(), 'webhook-signature': '' }, body]],
    ['no headers at all', () => [{}, body]],
    ['a wrong key', () => [signed(SERVICENOW.secret, 'msg_21', now(), body), body]],
    ['a changed body', () => [proof(), body.replace('employee', 'Employee')]],
    ['a changed id', () => [{ ...proof(), 'webhook-id': 'msg_22' }, body]],
    ['a changed time', () => [{ ...proof(), 'webhook-timestamp': String(now() + 1) }, body]],
  ])('%s is answered 401 invalid-signature and nothing is kept', async (_, made) => {
    const answer = await post(...made());
    await expectTurnedAway(world, answer, 401, 'invalid-signature');
    expect(answer.headers['www-authenticate']).toBe('Standard-Webhooks realm="webhooks"');
  });
});

test.each<[string, () => string]>([
  ['6 minutes old', () => String(now() - 360)],
  ['6 minutes ahead', () => String(now() + 360)],
  ['a fraction', () => `${now()}.5`],
  ['in words', () => 'now'],
  ['in another notation', () => `0x${now().toString(16)}`],
])('bad input 22: a timestamp that is %s is answered 401 stale-timestamp', async (_, at) => {
  const mac = createHmac('sha256', Buffer.from(HELPDESK.secret.slice(6), 'base64'));
  const signature = mac.update(`msg_22.${at()}.{}`).digest('base64');
  const headers = {
    ...{ 'webhook-id': 'msg_22', 'webhook-timestamp': at() },
    'webhook-signature': `v1,${signature}`,
  };
  await expectTurnedAway(world, await post(headers, '{}'), 401, 'stale-timestamp');
});

test('bad input 23: an exact replay is answered like the first time and has one effect', async () => {
  const request = requestOf(world, 'Hire');
  const body = JSON.stringify(request);
  const headers = signed(HELPDESK.secret, 'msg_23', now(), body);
  const answers = [await post(headers, body), await post(headers, body), await post(headers, body)];
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  await expectOneEffect(request);
});

test('bad input 24: a replay on the next day, signed anew, has no second effect', async () => {
  const request = requestOf(world, 'Hire');
  const first = await world.deliver(request, { id: 'msg_24' });
  await expectOneEffect(request);
  world.sandbox.clock.advance(25 * 3_600_000);
  const again = await world.deliver(request, { id: 'msg_24' });
  expect([again.status, again.text]).toEqual([202, first.text]);
  await expectOneEffect(request);
});

async function expectOneEffect({ data }: ReturnType<typeof requestOf>): Promise<void> {
  const person = String(data.vars['employee_number']);
  expect(await fateOfTicket(world, data.id)).toMatchObject({ state: 'mapped' });
  await sentInTime(world, person);
  await world.until(
    () =>
      world.helpdesk.told.some((one) => one.id === data.id && one.status === 'applied') ||
      undefined,
  );
  expect(sentOf(world, person)).toHaveLength(1);
  expect(new Set(notesOf(data.id)).size).toBe(notesOf(data.id).length);
}

const notesOf = (id: string) =>
  world.helpdesk.told.filter((one) => one.id === id).map((one) => one.status);

test('bad input 25: the same id with another body is answered 422 delivery-id-reused and is a security event', async () => {
  const first = requestOf(world, 'Hire');
  const other = requestOf(world, 'Hire');
  await world.deliver(first, { id: 'msg_25' });
  const answer = await world.deliver(other, { id: 'msg_25' });
  await expectKept(world, answer, 422, 'delivery-id-reused');
  const events = await world.bridge.store.read
    .selectFrom('audit')
    .select('subject')
    .where('action', '=', 'security.delivery-id-reused')
    .execute();
  expect(events).toHaveLength(1);
  // What it claimed is not believed, and its ticket is told all the same.
  const told = await world.until(() => world.helpdesk.told.find(({ id }) => id === other.data.id));
  expect(told.note).toContain('it came under the id of another message');
  expect(sentOf(world, String(other.data.vars['employee_number']))).toEqual([]);
});

test('bad input 23: copies that come at once are one delivery; who comes too early is answered 409', async () => {
  const request = requestOf(world, 'Hire');
  const body = JSON.stringify(request);
  const headers = signed(HELPDESK.secret, 'msg_copies', now(), body);
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(headers, body)));
  const taken = answers.filter(({ status }) => status === 202);
  expect(new Set(taken.map(({ text }) => text)).size).toBe(1);
  for (const answer of answers.filter(({ status }) => status !== 202))
    await expectProblem(world, answer, 409, 'delivery-in-progress');
  await expectOneEffect(request);
});

describe('bad input 26:', () => {
  test('a right signature behind 120 wrong ones is answered 401, at little cost', async () => {
    const proof = signed(HELPDESK.secret, 'msg_26', now(), '{}');
    const wrong = `v1,${Buffer.alloc(32).toString('base64')}`;
    const many = [...Array<string>(120).fill(wrong), proof['webhook-signature']].join(' ');
    const spentMs = countProcessorMs();
    const answer = await post({ ...proof, 'webhook-signature': many }, '{}');
    expect(spentMs()).toBeLessThan(500);
    await expectTurnedAway(world, answer, 401, 'invalid-signature');
  });

  test('1,000 signatures are more than a header may hold', async () => {
    const proof = signed(HELPDESK.secret, 'msg_26', now(), '{}');
    const many = Array<string>(1_000).fill(proof['webhook-signature']).join(' ');
    const answer = await post({ ...proof, 'webhook-signature': many }, '{}');
    expect([answer.status, answer.text]).toEqual([431, '']);
  });

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
    'the header %s given twice is answered 401',
    async (name) => {
      const proof: Record<string, string> = signed(HELPDESK.secret, 'msg_26', now(), '{}');
      const answer = await post({ ...proof, [name]: [proof[name] ?? '', proof[name] ?? ''] }, '{}');
      await expectTurnedAway(world, answer, 401, 'invalid-signature');
    },
  );
});

test('bad input 27: one connection’s key on another’s path is answered 401', async () => {
  const to = { name: SERVICENOW.name, secret: HELPDESK.secret };
  const answer = await world.deliver({ sys_id: 'a'.repeat(32) }, { to });
  await expectTurnedAway(world, answer, 401, 'invalid-signature');
});

test('bad input 27: a connection that is not there is answered 404, whoever asks', async () => {
  const answers = [
    await world.deliver({}, { to: { name: 'nobody', secret: HELPDESK.secret } }),
    await exchange(`${world.url}/webhooks/__proto__`, { method: 'POST' }),
    await exchange(`${world.url}/webhooks/..%2fhelpdesk`),
  ];
  const bodies = [];
  for (const answer of answers) {
    const { instance: _, ...same } = await expectProblem(world, answer, 404, 'not-found');
    bodies.push(same);
  }
  expect(bodies[1]).toEqual(bodies[0]);
  expect(bodies[2]).toEqual(bodies[0]);
});

test.each(['/', '/webhook/helpdesk', '/webhooks/helpdesk/new', '/requests'])(
  'bad input 27: a delivery to %s, which takes none, is answered 404',
  async (path) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await exchange(world.url + path, { method: 'POST', headers, body: '{}' });
    await expectProblem(world, answer, 404, 'not-found');
  },
);

describe('bad input 28: tokens are compared and never read, so what a JWT says of itself counts for nothing:', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = part({ aud: 'jml-bridge', exp: 9_999_999_999 });
  const jwt = (header: object, end = 'x') => `${part(header)}.${claims}.${end}`;

  test.each([
    ['alg none', jwt({ alg: 'none' }, '')],
    ['HS256 over a public key', jwt({ alg: 'HS256' })],
    ['a kid that is a path', jwt({ alg: 'HS256', kid: '../../dev/null' })],
    ['a jku of its own', jwt({ alg: 'RS256', jku: 'http://127.0.0.1:1/keys' })],
    ['a wrong audience', jwt({ alg: 'RS256' })],
    ['the beginning of the right token', 'the-token-of-the-script'.slice(0, -1)],
    ['nothing', ''],
  ])('%s is answered 401 invalid-token', async (_, token) => {
    const answer = await exchange(`${world.url}/webhooks/script`, {
      ...{ method: 'POST', body: '{}' },
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    });
    await expectTurnedAway(world, answer, 401, 'invalid-token');
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="webhooks"');
  });

  test('the right token proves the sender', async () => {
    const request = requestOf(world, 'Hire');
    const answer = await exchange(`${world.url}/webhooks/script`, {
      ...{ method: 'POST', body: JSON.stringify(request) },
      headers: {
        ...{ 'content-type': 'application/json', authorization: 'Bearer the-token-of-the-script' },
      },
    });
    expect(answer.status).toBe(202);
    const { id } = JSON.parse(answer.text) as { id: string };
    expect(await deliveryOf(world, id)).toMatchObject({ connection: 'script' });
  });
});
