import { Webhook } from 'standardwebhooks';
import { connectionHttp } from '../../../src/adapters/http/connection-http.js';
import type { ConnectionAuth } from '../../../src/domain/settings.js';
import type { Http, HttpAnswer, HttpFailure, HttpRequest } from '../../../src/ports/http.js';
import { FakeClock } from '../../support/fake-clock.js';
import { fakeRandom } from '../../support/fake-random.js';

const call: HttpRequest = {
  method: 'POST',
  url: 'https://tickets.example/api',
  headers: { Accept: 'application/json' },
  body: '{"a":1}',
  timeoutMs: 1000,
};
const oauth: ConnectionAuth = {
  kind: 'oauth-client-credentials',
  clientId: 'me',
  clientSecret: 's&cret',
};
const tokenUrl = 'https://tickets.example/oauth_token.do';

function answer(status: number, body: unknown = {}): HttpAnswer {
  return { is: 'answer', status, headers: {}, body: JSON.stringify(body) };
}

function system(respond: (request: HttpRequest) => HttpAnswer | HttpFailure) {
  const seen: HttpRequest[] = [];
  const http: Http = {
    async send(request) {
      seen.push(request);
      return respond(request);
    },
  };
  return { http, seen };
}

function authenticated(http: Http, auth: ConnectionAuth, clock = new FakeClock()) {
  return connectionHttp(http, { auth, tokenUrl, clock, random: fakeRandom() });
}

test.each<[ConnectionAuth, Record<string, string>]>([
  [{ kind: 'none' }, {}],
  [{ kind: 'basic', user: 'u', password: 'pä' }, { Authorization: 'Basic dTpww6Q=' }],
  [{ kind: 'bearer', token: 't' }, { Authorization: 'Bearer t' }],
  [{ kind: 'header', header: 'X-Key', token: 't' }, { 'X-Key': 't' }],
])('adds the credentials of %j', async (auth, headers) => {
  const { http, seen } = system(() => answer(200));
  await authenticated(http, auth).send(call);
  expect(seen[0]?.headers).toEqual({ Accept: 'application/json', ...headers });
});

test('signs an outgoing call so that the other side can prove it', async () => {
  const { http, seen } = system(() => answer(200));
  const secret = `whsec_${Buffer.from('a long enough secret').toString('base64')}`;
  const clock = new FakeClock(Date.now());
  await authenticated(http, { kind: 'standard-webhooks', secret }, clock).send(call);
  expect(new Webhook(secret).verify(call.body ?? '', seen[0]?.headers ?? {})).toEqual({ a: 1 });
});

test('fetches one token, form-encoded, for many callers and keeps it', async () => {
  const { http, seen } = system(({ url }) =>
    url === tokenUrl ? answer(200, { access_token: 'T', expires_in: 1800 }) : answer(200),
  );
  const connection = authenticated(http, oauth);
  await Promise.all([connection.send(call), connection.send(call)]);
  await connection.send(call);
  const fetches = seen.filter(({ url }) => url === tokenUrl);
  expect(fetches).toHaveLength(1);
  expect(fetches[0]?.headers['Content-Type']).toBe('application/x-www-form-urlencoded');
  expect(fetches[0]?.body).toBe(
    'grant_type=client_credentials&client_id=me&client_secret=s%26cret',
  );
  expect(seen.at(-1)?.headers['Authorization']).toBe('Bearer T');
});

test('renews a token before it ends', async () => {
  let count = 0;
  const { http, seen } = system(({ url }) =>
    url === tokenUrl ? answer(200, { access_token: `T${++count}`, expires_in: 1800 }) : answer(200),
  );
  const clock = new FakeClock();
  const connection = authenticated(http, oauth, clock);
  await connection.send(call);
  clock.advance(1_750_000);
  await connection.send(call);
  expect(seen.at(-1)?.headers['Authorization']).toBe('Bearer T2');
});

test('a refused token is renewed once for all callers, and each call repeated once', async () => {
  let count = 0;
  const { http, seen } = system(({ url, headers }) => {
    if (url === tokenUrl) return answer(200, { access_token: `T${++count}`, expires_in: 1800 });
    return answer(headers['Authorization'] === 'Bearer T1' ? 401 : 200);
  });
  const connection = authenticated(http, oauth);
  const answers = await Promise.all([1, 2, 3].map(() => connection.send(call)));
  expect(answers.map((one) => one.is === 'answer' && one.status)).toEqual([200, 200, 200]);
  expect(count).toBe(2);
  expect(seen.filter(({ url }) => url !== tokenUrl)).toHaveLength(6);
});

test('gives a second refusal back instead of going in circles', async () => {
  const { http, seen } = system(({ url }) =>
    url === tokenUrl ? answer(200, { access_token: 'T', expires_in: 1800 }) : answer(401),
  );
  expect(await authenticated(http, oauth).send(call)).toMatchObject({ status: 401 });
  expect(seen).toHaveLength(4);
});

test('a refused client secret means no credentials, a silent token endpoint only no answer', async () => {
  const refused = system(() => answer(401, { error: 'invalid_client' }));
  expect(await authenticated(refused.http, oauth).send(call)).toMatchObject({
    why: 'no-credentials',
    maybeSent: false,
  });
  const silent = system(() => ({ is: 'failure', maybeSent: true, why: 'timeout' }));
  expect(await authenticated(silent.http, oauth).send(call)).toEqual({
    is: 'failure',
    maybeSent: false,
    why: 'timeout',
  });
});
