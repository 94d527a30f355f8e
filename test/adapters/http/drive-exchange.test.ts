import { HttpConnection } from '../../../src/adapters/http/drive-exchange.js';
import type { Exchange } from '../../../src/kit/index.js';
import type { HttpAnswer, HttpFailure, HttpRequest } from '../../../src/ports/http.js';
import { connectionSettings, plainConnector, silentLog } from '../../support/connections.js';
import { FakeClock } from '../../support/fake-clock.js';

type Respond = (request: HttpRequest) => HttpAnswer | HttpFailure | Promise<HttpAnswer>;

function connect(respond: Respond) {
  const seen: HttpRequest[] = [];
  const clock = new FakeClock();
  const connection = new HttpConnection({
    settings: connectionSettings(),
    connector: plainConnector(),
    http: {
      async send(request) {
        seen.push(request);
        return respond(request);
      },
    },
    clock,
    log: silentLog,
  });
  return { connection, seen, clock };
}

function answer(status: number, body: string, headers: Record<string, string> = {}): HttpAnswer {
  return { is: 'answer', status, headers, body };
}

function* ask(path = '/thing'): Exchange<unknown> {
  const { status, body } = yield { method: 'GET', path, query: { q: 'a b' } };
  return { status, body };
}

test('hands each answer to the conversation and returns what it found', async () => {
  const { connection, seen } = connect(() => answer(200, '{"n":1}'));
  expect(await connection.run(() => ask())).toEqual({
    is: 'done',
    value: { status: 200, body: { n: 1 } },
  });
  expect(seen[0]?.url).toBe('https://tickets.example/base/thing?q=a+b');
});

test('a ticket that does not exist is an answer', async () => {
  const { connection } = connect(() => answer(404, '{"error":{}}'));
  expect(await connection.run(() => ask())).toMatchObject({ is: 'done', value: { status: 404 } });
});

test('nor does that answer need a body', async () => {
  const { connection } = connect(() => answer(404, ''));
  const driven = await connection.run(() => ask());
  expect(driven).toMatchObject({ is: 'done', value: { status: 404, body: null } });
});

test.each([
  ['seconds', '30', 30_000],
  ['a date', 'Mon, 23 Nov 2026 09:02:00 GMT', 120_000],
  ['a date in the past', 'Mon, 23 Nov 2020 09:02:00 GMT', 1_000],
  ['a negative number', '-5', 1_000],
  ['ten years', '315360000', 3_600_000],
  ['text', 'soon', 30_000],
])('waits as long as the ticket system asks: %s', async (_, header, afterMs) => {
  const { connection } = connect(() => answer(429, '', { 'retry-after': header }));
  expect(await connection.run(() => ask())).toMatchObject({ is: 'later', afterMs });
});

test('leaves the whole connection alone until the asked time is over', async () => {
  let busy = true;
  const { connection, seen, clock } = connect(() =>
    busy ? answer(429, '', { 'retry-after': '60' }) : answer(200, '{}'),
  );
  await connection.run(() => ask());
  busy = false;
  expect(await connection.run(() => ask())).toMatchObject({ is: 'later', afterMs: 60_000 });
  expect(seen).toHaveLength(1);
  clock.advance(60_000);
  expect(await connection.run(() => ask())).toMatchObject({ is: 'done' });
});

test('what is left of a pause is told in whole milliseconds', async () => {
  const { connection, clock } = connect(() => answer(429, '', { 'retry-after': '60' }));
  await connection.run(() => ask());
  clock.advance(0.4);
  expect(await connection.run(() => ask())).toMatchObject({ is: 'later', afterMs: 60_000 });
});

test.each([
  ['a server error', answer(502, '<html>'), 'later', 'ticket-system-error'],
  ['the page of a hibernating instance', answer(200, '<html>'), 'later', 'ticket-system-not-ready'],
  ["a proxy's page", answer(404, 'not found'), 'later', 'ticket-system-not-ready'],
  ['a refused sign-in', answer(401, '{}'), 'broken', 'ticket-system-sign-in-refused'],
  ['a missing role', answer(403, '{}'), 'broken', 'ticket-system-not-permitted'],
  ['a redirect', answer(302, ''), 'broken', 'ticket-system-address'],
  ['a refused request', answer(400, '{}'), 'broken', 'ticket-system-refused'],
  [
    'silence',
    { is: 'failure', maybeSent: true, why: 'timeout' } as const,
    'later',
    'ticket-system-unreachable',
  ],
])('tells %s in a plain reason', async (_, result, is, code) => {
  const { connection } = connect(() => result);
  expect(await connection.run(() => ask())).toMatchObject({ is, why: { code } });
});

test.each(['//evil.example/x', '/../other', '@evil.example', 'thing'])(
  'never leaves the address of the connection: %s',
  async (path) => {
    const { connection, seen } = connect(() => answer(200, '{}'));
    const driven = await connection.run(() => ask(path));
    for (const { url } of seen) expect(url).toMatch(/^https:\/\/tickets\.example\/base\//);
    if (seen.length === 0) expect(driven.is).toBe('broken');
  },
);

test('a connector that trips over an answer is told apart from the ticket system', async () => {
  const { connection } = connect(() => answer(200, '{}'));
  const driven = await connection.run(function* (): Exchange<string> {
    const { body } = yield { method: 'GET', path: '/x' };
    return (body as { result: { name: string } }).result.name;
  });
  expect(driven).toMatchObject({ is: 'later', why: { code: 'connector-failed' } });
});

test.each([
  ['a refused request', answer(400, '{}')],
  ['a missing role', answer(403, '{}')],
  ['too much data', { is: 'failure', maybeSent: true, why: 'too-large' } as const],
  ['what the connector does not understand', answer(200, 'null')],
])('%s may be the matter of one ticket', async (_, result) => {
  const { connection } = connect(() => result);
  const driven = await connection.run(function* (): Exchange<string> {
    const { body } = yield { method: 'GET', path: '/x' };
    return (body as { result: string }).result;
  });
  expect(driven).toMatchObject({ oneRequest: true });
});

test.each([
  ['a refused sign-in', answer(401, '{}')],
  ['a server error', answer(502, '<html>')],
  ['too many calls', answer(429, '')],
  ['silence', { is: 'failure', maybeSent: true, why: 'timeout' } as const],
])('%s is a matter of all tickets', async (_, result) => {
  const { connection } = connect(() => result);
  expect(await connection.run(() => ask())).not.toHaveProperty('oneRequest');
});

test('runs no more conversations at once than the connector allows', async () => {
  let open = 0;
  let most = 0;
  let full: (value: unknown) => void = () => {};
  const allOpen = new Promise((done) => (full = done));
  const { connection } = connect(async () => {
    most = Math.max(most, ++open);
    if (open === 2) full(null);
    await allOpen;
    await new Promise((done) => setImmediate(done));
    open--;
    return answer(200, '{}');
  });
  await Promise.all([1, 2, 3, 4, 5].map(() => connection.run(() => ask())));
  expect(most).toBe(2);
});
