import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { APPROVED, openBench, type Sending } from './bench.js';

type Bench = Awaited<ReturnType<typeof openBench>>;
let bench: Bench;
beforeEach(async () => void (bench = await openBench()));
afterEach(() => bench.store.close());

const withText = (text: string) => `{"approval":"approved","ticket":"RITM1","x":${text}}`;

test.each<[string, string | Buffer, number, string]>([
  ['an empty body', '', 400, 'malformed-json'],
  ['white space', ' \n', 400, 'malformed-json'],
  ['a truncated object', '{"a":', 400, 'malformed-json'],
  ['a trailing comma', '{"a":1,}', 400, 'malformed-json'],
  ['a comment', '{"a":1/*x*/}', 400, 'malformed-json'],
  ['NaN', withText('NaN'), 400, 'malformed-json'],
  ['text after the document', '{} x', 400, 'malformed-json'],
  ['two documents', '{}{}', 400, 'malformed-json'],
  ['100,000 nested arrays', '['.repeat(100_000) + ']'.repeat(100_000), 400, 'malformed-json'],
  [
    '30,000 nested objects in an unused field',
    withText('{"a":'.repeat(30_000) + '1' + '}'.repeat(30_000)),
    400,
    'malformed-json',
  ],
  ['a key given twice', '{"employee_id":"1","employee_id":"2"}', 400, 'duplicate-key'],
  ['a key given twice by an escape', '{"a":1,"\\u0061":2}', 400, 'duplicate-key'],
  ['a Latin-1 byte in a name', Buffer.from('{"n":"Jos\xe9"}', 'latin1'), 400, 'invalid-encoding'],
  ['overlong bytes', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 400, 'invalid-encoding'],
  ['surrogate bytes', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 400, 'invalid-encoding'],
  ['half a character', withText('"\\ud800"'), 422, 'validation-failed'],
  ['a list at the top', '[]', 422, 'validation-failed'],
  ['text at the top', '"approved"', 422, 'validation-failed'],
  ['null at the top', 'null', 422, 'validation-failed'],
  ['a revision of 1e400', '{"revision":1e400}', 422, 'validation-failed'],
  ['a revision of 2^53 + 1', '{"revision":9007199254740993}', 422, 'validation-failed'],
  ['a key __proto__', '{"__proto__":{"x":1}}', 422, 'validation-failed'],
  ['an escaped key __proto__', '{"\\u005f_proto__":{"x":1}}', 422, 'validation-failed'],
  ['constructor.prototype', '{"constructor":{"prototype":{}}}', 422, 'validation-failed'],
])('%s of a proven sender is refused and listed', async (_, body, status, problem) => {
  const answer = await bench.send(body);
  expect([answer.status, answer.body]).toMatchObject([
    status,
    { type: `/problems/${problem}`, status },
  ]);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const [row] = await bench.deliveries();
  expect(row).toMatchObject({ status, problem });
  expect((answer.body as { instance: string }).instance).toBe(`urn:uuid:${row?.id}`);
  expect((await bench.audit())[0]?.action).toBe('delivery.refused');
  expect(await bench.tickets()).toEqual([]);
});

test.each([
  ['a number where text is due', { employee_id: 123 }],
  ['a list where text is due', { employee_id: ['1', '2'] }],
  ['an operator object', { employee_id: { $gt: '' } }],
  ['a fraction as revision', { revision: 1.5 }],
  ['a negative revision', { revision: -1 }],
  ['text as revision', { revision: '1' }],
  ['everybody', { employee_id: '*' }],
  ['a pattern', { employee_id: '%' }],
  ['nobody', { employee_id: '' }],
  ['two ids', { employee_id: '1,2' }],
  ['a ticket that leaves its path', { ticket: '../../x' }],
  ['a ticket with a query', { ticket: 'RITM1^ORnumber!=1' }],
  ['a ticket with a quote', { ticket: "RITM1'" }],
  ['a ticket with a line break', { ticket: 'RITM1\r\nX: y' }],
])('%s is refused without coercion and listed', async (_, fields) => {
  const answer = await bench.send({ ...APPROVED, ...fields });
  expect([answer.status, answer.body]).toMatchObject([
    422,
    { type: '/problems/validation-failed' },
  ]);
  const { errors } = answer.body as { errors: { pointer: string; code: string }[] };
  expect(errors.length).toBeGreaterThan(0);
  expect(JSON.parse((await bench.deliveries())[0]?.errors ?? '')).toEqual(errors);
});

test.each(['requested', 'Approved', 'approved ', 'rejected', 'not_yet_requested'])(
  'approval %j is not exactly approved: refused and listed',
  async (approval) => {
    const answer = await bench.send({ ...APPROVED, approval });
    expect([answer.status, answer.body]).toMatchObject([422, { type: '/problems/not-approved' }]);
    expect(await bench.deliveries()).toMatchObject([
      { problem: 'not-approved', ticket_number: 'RITM0010042' },
    ]);
  },
);

test.each<[string, Sending]>([
  ["another connection's key", { keyOf: 'two' }],
  ['another id', { headers: { 'webhook-id': 'msg_9' } }],
  ['another time', { headers: { 'webhook-timestamp': '1795424401' } }],
  ['no signature', { headers: { 'webhook-signature': '' } }],
  ['a time 6 minutes ago', { timestamp: Date.parse('2026-11-23T08:54:00Z') / 1000 }],
  ['a time 6 minutes ahead', { timestamp: Date.parse('2026-11-23T09:06:00Z') / 1000 }],
  ['a time that is no number', { headers: { 'webhook-timestamp': 'now' } }],
  [
    '1,000 signatures',
    { headers: { 'webhook-signature': Array<string>(1000).fill('v1,A').join(' ') } },
  ],
])('a delivery with %s is answered 401 and leaves nothing', async (_, how) => {
  const answer = await bench.send(APPROVED, how);
  expect(answer.status).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Standard-Webhooks realm="webhooks"');
  expect(await bench.deliveries()).toEqual([]);
  expect(await bench.audit()).toEqual([]);
});

test('a changed body is answered 401 before anything in it is read', async () => {
  const headers = bench.sign(JSON.stringify(APPROVED));
  const answer = await request(bench.app).post('/webhooks/one').set(headers).send('{"a":');
  expect(answer.status).toBe(401);
});

test.each([
  ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'],
  ...['application/xml', 'application/json; charset=utf-16', 'application/json; charset=latin1'],
  ...['application/json; v=2', 'application/problem+json', 'application/jsonx'],
])('content type %s is answered 415', async (type) => {
  const answer = await bench.send(APPROVED, { headers: { 'content-type': type } });
  expect([answer.status, answer.body]).toMatchObject([
    415,
    { type: '/problems/unsupported-media-type' },
  ]);
});

test('no content type is answered 415', async () => {
  const answer = await request(bench.app).post('/webhooks/one');
  expect(answer.status).toBe(415);
});

test.each([
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
  'Application/JSON',
])('content type %s is taken', async (type) => {
  const answer = await bench.send(APPROVED, { headers: { 'content-type': type } });
  expect(answer.status).toBe(202);
});

test.each(['br', 'compress', 'deflate', 'gzip, gzip', 'x-gzip, br'])(
  'content encoding %s is answered 415',
  async (encoding) => {
    const answer = await bench.send(APPROVED, { headers: { 'content-encoding': encoding } });
    expect([answer.status, answer.body]).toMatchObject([
      415,
      { type: '/problems/unsupported-content-encoding' },
    ]);
  },
);

describe('a packed body', () => {
  const gzip = { 'content-encoding': 'gzip' };

  test('is taken whether it was signed before or after packing', async () => {
    const packed = gzipSync(JSON.stringify(APPROVED));
    expect((await bench.send(packed, { headers: gzip })).status).toBe(202);
    const signedBefore = bench.sign(JSON.stringify(APPROVED), { id: 'msg_2' });
    const answer = await bench.send(packed, { headers: { ...signedBefore, ...gzip } });
    expect(answer.status).toBe(202);
  });

  test('that grows beyond the limit is answered 413', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const answer = await bench.send(bomb, { headers: gzip });
    expect([answer.status, answer.body]).toMatchObject([
      413,
      { type: '/problems/payload-too-large' },
    ]);
  });

  test('that is not packed at all, or twice, is refused', async () => {
    expect((await bench.send(APPROVED, { headers: gzip })).status).toBe(400);
    const twice = gzipSync(gzipSync(JSON.stringify(APPROVED)));
    expect((await bench.send(twice, { headers: gzip })).status).toBe(400);
  });
});

describe('the address', () => {
  test.each(['nobody', '__proto__', 'constructor', '..%2f..%2fx', 'one%00', 'ОNE', '%E0%A4%A'])(
    'of a connection that is not there is answered 404 with one body: %s',
    async (name) => {
      const answers = [
        await request(bench.app).post(`/webhooks/${encodeURI(name).replaceAll('%25', '%')}`),
        await request(bench.app).get('/webhooks/unknown'),
      ];
      expect(answers.map((answer) => answer.status)).toEqual([404, 404]);
      const [one, other] = answers.map((answer) => answer.body as { instance: string });
      expect(one?.instance).toMatch(/^urn:uuid:/);
      expect({ ...one, instance: '' }).toEqual({ ...other, instance: '' });
    },
  );

  test.each(['get', 'put', 'patch', 'delete', 'options', 'trace'] as const)(
    'takes only POST, not %s',
    async (method) => {
      const answer = await request(bench.app)[method]('/webhooks/one');
      expect(answer.status).toBe(405);
      expect(answer.headers['allow']).toBe('POST');
      expect(answer.body).toMatchObject({ type: '/problems/method-not-allowed' });
    },
  );

  test('takes no method override', async () => {
    const answer = await request(bench.app)
      .get('/webhooks/one')
      .set('X-HTTP-Method-Override', 'POST');
    expect(answer.status).toBe(405);
  });
});
