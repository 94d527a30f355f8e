import { encode } from '../../src/console/cursor.js';
import { exchange } from './exchange.js';
import { fateOf, ticketOf } from './fate.js';
import { requestOf } from './helpdesk.js';
import { expectProblem, expectSilence } from './refusal.js';
import { HELPDESK, openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('bad input 58:', () => {
  test.each([
    ['from another origin', { origin: 'https://evil.example' }],
    ['from another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['that a browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['that a browser calls same-site', { 'sec-fetch-site': 'same-site' }],
    ['from nowhere that is told', {}],
    ['from an opaque origin', { origin: 'null' }],
  ])('a form post %s is answered 403 and changes nothing', async (_, from) => {
    await world.deliver('not JSON');
    const answer = await exchange(`${world.url}/attention/refusals/close`, {
      ...{ method: 'POST', body: `subject=deliveries-of:${HELPDESK.name}` },
      headers: { ...form, ...from },
    });
    expect(answer.status).toBe(403);
    expect(await world.page('/attention')).toContain(`deliveries-of:${HELPDESK.name}`);
  });

  test('a sign-out from another site is answered 403', async () => {
    const headers = { ...form, 'sec-fetch-site': 'cross-site' };
    const answer = await exchange(`${world.url}/sign-out`, { method: 'POST', headers });
    expect(answer.status).toBe(403);
  });

  test.each(['x-http-method-override', 'x-method-override', 'x-http-method'])(
    'the header %s makes no POST of a GET: 405 with Allow',
    async (name) => {
      const answer = await exchange(`${world.url}/webhooks/${HELPDESK.name}`, {
        headers: { [name]: 'POST' },
      });
      await expectProblem(world, answer, 405, 'method-not-allowed');
      expect(answer.headers['allow']).toBe('POST');
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS'])(
    'a page answers %s with 405 and says what it takes',
    async (method) => {
      const answer = await exchange(`${world.url}/requests`, { method });
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD']);
    },
  );
});

describe('bad input 59:', () => {
  test.each([
    ...['/sign-in?code=x&next=//evil.example', '/sign-in?next=/%5Cevil.example'],
    ...[
      '/?next=//evil.example',
      '//evil.example/requests',
      '/%5Cevil.example',
      '/%2f%2fevil.example',
    ],
  ])('%s leads nowhere but to this host', async (path) => {
    const answer = await exchange(`${world.url}${path}`);
    expect(answer.headers['location'] ?? '/requests').toBe('/requests');
    expect(answer.text).not.toMatch(/(href|action)="(https?:)?[/\\]{2}evil/);
  });
});

describe('bad input 60:', () => {
  test.each(['00000000-0000-4000-8000-000000000000', '__proto__', '%27%20OR%201=1--'])(
    'the request %s is answered 404 like any that is not there',
    async (id) => {
      const answer = await exchange(`${world.url}/requests/${id}`);
      expect(answer.status).toBe(404);
      expectSilence(answer.text);
    },
  );

  test('a ticket of one connection is not found under the name of another', async () => {
    const request = requestOf(world, 'Hire');
    await fateOf(world, request);
    const statusOf = async (connection: string) =>
      (await exchange(`${world.url}/t/${connection}/${request.data.id}`)).status;
    expect([await statusOf('helpdesk'), await statusOf('script')]).toEqual([200, 404]);
  });

  test.each([
    ['a cursor that is none', 'after=%00%ff'],
    ['a cursor of another shape', `after=${Buffer.from('{"at":1}').toString('base64url')}`],
    ['a cursor with SQL in it', `after=${encode({ at: 1e15, id: "' OR 1=1--" })}`],
    ['an unknown order', 'sort=password&order=sideways'],
    ['a page of 1e9 rows', 'rows=1e9'],
    ['a page of -1 rows', 'rows=-1'],
    ['a parameter given twice', 'rows=50&rows=1000000&q=a&q=b'],
    ['an object for a parameter', 'q[$gt]=&kind[constructor]=x'],
  ])('%s: the list opens all the same, at most 50 rows', async (_, query) => {
    const rows = Array.from({ length: 60 }, (_row, n) => ({
      ...{ id: `d-${query}-${n}`, connection: 'helpdesk', event_id: `${query}-${n}` },
      ...{ body_sha256: '', received_at: n, status: 422, problem: 'validation-failed' },
      ...{ errors: null, event: null, ticket_ref: null, ticket_number: null, body: '' },
    }));
    await world.bridge.store.write((tx) => tx.insertInto('delivery').values(rows).execute());
    for (const path of ['/requests', '/writebacks', '/deliveries']) {
      const answer = await exchange(`${world.url}${path}?${query}`);
      expect(answer.status).toBe(200);
      expect(answer.text.match(/<tr/g)?.length ?? 0).toBeLessThanOrEqual(51);
      expectSilence(answer.text);
    }
  });
});

test.each(['/requests/bulk', '/requests/cancel', '/writebacks/retry', '/api/v1/requests/bulk'])(
  'bad input 61: there is no bulk action to give 100,000 ids to: POST %s',
  async (path) => {
    const body = `ids=${Array.from({ length: 100_000 }, (_, n) => n).join(',')}`;
    const answer = await exchange(`${world.url}${path}`, { method: 'POST', headers: form, body });
    expect(answer.status).toBe(405);
  },
);

test('bad input 61: closing a matter that is closed already changes nothing', async () => {
  const request = requestOf(world, 'Leave', {}, { approval: { value: 'no' } });
  await world.deliver(request);
  const ticket = await ticketOf(world, request.data.id);
  const close = () =>
    exchange(`${world.url}/attention/refusals/close`, {
      ...{ method: 'POST', body: `subject=ticket:${ticket?.id}` },
      headers: { ...form, 'sec-fetch-site': 'same-origin' },
    });
  const closed = async () => {
    const rows = world.bridge.store.read.selectFrom('audit').select('seq');
    return rows.where('action', '=', 'attention.closed').execute();
  };
  expect((await close()).status).toBe(303);
  const once = await closed();
  expect((await close()).status).toBe(303);
  expect(await closed()).toEqual(once);
});
