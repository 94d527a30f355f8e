import { StoreUnavailableError } from '../../src/ports/store.js';
import { APPROVED, openBench } from './bench.js';

type Bench = Awaited<ReturnType<typeof openBench>>;
let bench: Bench;
beforeEach(async () => void (bench = await openBench()));
afterEach(() => bench.store.close());

test('a proven delivery is stored with its ticket, then answered 202', async () => {
  const answer = await bench.send(APPROVED);
  const [delivery] = await bench.deliveries();
  expect(answer.status).toBe(202);
  expect(answer.body).toEqual({ id: delivery?.id, status: 'accepted' });
  expect(delivery).toMatchObject({
    ...{ connection: 'one', event_id: 'msg_1', status: 202, problem: null },
    ...{ event: 'approval.approved', ticket_number: 'RITM0010042', body: JSON.stringify(APPROVED) },
  });
  expect(await bench.tickets()).toMatchObject([
    { number: 'RITM0010042', state: 'received', delivered: JSON.stringify(APPROVED) },
  ]);
  expect((await bench.audit()).map((row) => row.action)).toEqual([
    'delivery.accepted',
    'ticket.received',
  ]);
  expect(bench.woken()).toBe(1);
});

test('a delivery that arrives late does not take the place of a newer one', async () => {
  for (const revision of [3, 5, 4]) {
    const answer = await bench.send({ ...APPROVED, revision }, { id: `msg_${revision}` });
    expect(answer.status).toBe(202);
  }
  const delivered = JSON.stringify({ ...APPROVED, revision: 5 });
  expect(await bench.tickets()).toMatchObject([{ delivered }]);
});

test('an exact replay gets the same id and has one effect', async () => {
  const first = await bench.send(APPROVED);
  const again = await bench.send(APPROVED);
  expect([again.status, again.body]).toEqual([202, first.body]);
  expect(await bench.deliveries()).toHaveLength(1);
  expect(await bench.tickets()).toHaveLength(1);
  expect(await bench.audit()).toHaveLength(2);
});

test('a replay on the next day, signed anew, gets the same id', async () => {
  const first = await bench.send(APPROVED);
  bench.clock.advance(25 * 3_600_000);
  const again = await bench.send(APPROVED);
  expect(again.body).toEqual(first.body);
  expect(await bench.deliveries()).toHaveLength(1);
});

test('60 copies at once are one delivery: who comes while it is stored is told so', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => bench.send(APPROVED)));
  const taken = answers.filter((answer) => answer.status === 202);
  expect(new Set(taken.map((answer) => (answer.body as { id: string }).id)).size).toBe(1);
  for (const answer of answers.filter((one) => !taken.includes(one))) {
    expect([answer.status, answer.body]).toMatchObject([
      409,
      { type: '/problems/delivery-in-progress' },
    ]);
    expect(answer.headers['retry-after']).toBe('1');
  }
  expect(await bench.deliveries()).toHaveLength(1);
});

test('the same id with another body is refused, listed and a security event', async () => {
  const first = await bench.send(APPROVED);
  const other = await bench.send({ ...APPROVED, ticket: 'RITM0010043' });
  expect([other.status, other.body]).toMatchObject([
    422,
    { type: '/problems/delivery-id-reused', status: 422 },
  ]);
  const rows = await bench.deliveries();
  expect(rows.map((row) => row.problem)).toEqual([null, 'delivery-id-reused']);
  expect((other.body as { instance: string }).instance).toBe(`urn:uuid:${rows[1]?.id}`);
  const events = (await bench.audit()).filter((one) => one.action.startsWith('security.'));
  expect(events.map((one) => [one.action, JSON.parse(one.data) as unknown])).toEqual([
    ['security.delivery-id-reused', { first: (first.body as { id: string }).id }],
  ]);
  expect(await bench.tickets()).toMatchObject([
    { number: 'RITM0010042', refusal: null },
    { number: 'RITM0010043', delivered: null, refusal: expect.stringContaining('under the id') },
  ]);
});

test('the same id on two connections is two deliveries', async () => {
  await bench.send(APPROVED);
  await bench.send(APPROVED, { connection: 'two' });
  expect(await bench.deliveries()).toHaveLength(2);
});

test('a refused delivery that is sent again is judged anew under its first id', async () => {
  const refused = await bench.send({ ...APPROVED, approval: 'requested' });
  const again = await bench.send({ ...APPROVED, approval: 'requested' });
  expect([again.status, again.body]).toEqual([422, refused.body]);
  expect(await bench.deliveries()).toHaveLength(1);
});

test('the echo of our own writeback is stored and left', async () => {
  expect((await bench.send({ echo: true })).status).toBe(202);
  expect((await bench.deliveries())[0]?.event).toBe('ignored: our own writeback');
  expect(await bench.tickets()).toEqual([]);
});

test('a connector that throws loses nothing: the delivery is listed', async () => {
  expect((await bench.send({ explode: true })).status).toBe(500);
  expect((await bench.deliveries())[0]).toMatchObject({ problem: 'connector-failed', status: 500 });
  expect(JSON.stringify(bench.logged)).not.toContain('a bug in the connector');
});

test.each([new StoreUnavailableError('disk full'), new Error('database or disk is full')])(
  'a store that cannot be written is answered 503 with Retry-After: %s',
  async (error) => {
    const broken = await openBench((store) => ({ ...store, write: () => Promise.reject(error) }));
    const answer = await broken.send(APPROVED);
    expect([answer.status, answer.body]).toMatchObject([503, { type: '/problems/unavailable' }]);
    expect(answer.headers['retry-after']).toBe('30');
    expect(broken.woken()).toBe(0);
    await broken.store.close();
  },
);

test('nothing of a delivery is in the log but ids', async () => {
  await bench.send({ ...APPROVED, name: 'Jane Secret' });
  await bench.send({ ...APPROVED, name: 'Jane Secret', employee_id: '*' }, { id: 'msg_2' });
  expect(JSON.stringify(bench.logged)).not.toMatch(/Jane|RITM|00123/);
});

test.each([
  ['a surname Null', { name: 'Null' }],
  ["O'Neill", { name: "O'Neill" }],
  ['山田', { name: '山田' }],
  ['one letter', { name: 'O' }],
  ['an emoji', { name: '👩‍💻' }],
  ['an employee id with leading zeros', { employee_id: '00123' }],
])('%s is accepted and kept as it is', async (_, fields) => {
  const sent = { ...APPROVED, ...fields };
  expect((await bench.send(sent)).status).toBe(202);
  expect(JSON.parse((await bench.tickets())[0]?.delivered ?? '')).toEqual(sent);
});

test.each(['${7*7}', '{{7*7}}', '<%= 7*7 %>', '<script>alert(1)</script>', '=cmd', 'a\r\nb'])(
  'ticket text %j stays literal',
  async (text) => {
    expect((await bench.send({ ...APPROVED, text })).status).toBe(202);
    expect(JSON.parse((await bench.deliveries())[0]?.body ?? '')).toMatchObject({ text });
  },
);

test('fields that only the bridge owns, and a callback address, are not honoured', async () => {
  const forged = { state: 'mapped', lane: 0, tenant_id: 'two', callback_url: 'http://127.0.0.1/' };
  expect((await bench.send({ ...APPROVED, ...forged })).status).toBe(202);
  expect(await bench.tickets()).toMatchObject([{ connection: 'one', state: 'received' }]);
});

test('beyond the rate of a connection deliveries are answered 429 and nothing of them is kept', async () => {
  const settings = bench.settings('one');
  settings.rate = { perSecond: 1, burst: 2 };
  const send = (n: number) => bench.send({ ...APPROVED, n }, { id: `msg_${n}` });
  const answers = [await send(1), await send(2), await send(3)];
  expect(answers.map((answer) => answer.status)).toEqual([202, 202, 429]);
  expect(answers[2]?.body).toMatchObject({ type: '/problems/rate-limited', status: 429 });
  expect(answers[2]?.headers['retry-after']).toBe('1');
  expect(await bench.deliveries()).toHaveLength(2);
  bench.clock.advance(1_000);
  expect((await send(3)).status).toBe(202);
});

test('who is not proven uses up nothing of the rate', async () => {
  bench.settings('one').rate = { perSecond: 1, burst: 1 };
  await bench.send(APPROVED, { keyOf: 'two' });
  expect((await bench.send(APPROVED)).status).toBe(202);
});
