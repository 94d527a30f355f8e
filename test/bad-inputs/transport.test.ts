import { once } from 'node:events';
import { dial, rawExchange } from './exchange.js';
import { requestOf } from './helpdesk.js';
import { expectUnharmed } from './refusal.js';
import { HELPDESK, openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const POST = `POST /webhooks/${HELPDESK.name} HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
const JSON_TYPE = 'Content-Type: application/json\r\n';

const deliveries = async () =>
  (await world.bridge.store.read.selectFrom('delivery').select('id').execute()).length;

describe('bad input 62:', () => {
  test('slow senders are given less than 30 seconds, looked at often enough to keep that', () => {
    const { headersTimeout, requestTimeout } = world.server;
    expect(Math.max(headersTimeout, requestTimeout)).toBeLessThanOrEqual(28_000);
  });

  test.each([
    ['headers', POST],
    ['a body', `${POST}${JSON_TYPE}Content-Length: 100\r\n\r\n{"type":`],
  ])('slow %s: the connection is closed with 408 while others are served', async (_, begun) => {
    const { headersTimeout, requestTimeout } = world.server;
    Object.assign(world.server, { headersTimeout: 1_000, requestTimeout: 1_000 });
    const said = rawExchange(world.url, begun);
    expect((await world.deliver(requestOf(world, 'Hire'))).status).toBe(202);
    expect(await said).toMatch(/^HTTP\/1\.1 408 /);
    Object.assign(world.server, { headersTimeout, requestTimeout });
  });

  test('a reset in mid-body leaves nothing, and others are served', async () => {
    const before = await deliveries();
    const socket = dial(world.url);
    socket.on('error', () => undefined);
    const asked = once(world.server, 'request');
    socket.write(`${POST}${JSON_TYPE}Content-Length: 100\r\n\r\n{"type":`);
    await asked;
    socket.resetAndDestroy();
    expect((await world.deliver(requestOf(world, 'Hire'))).status).toBe(202);
    expect(await deliveries()).toBe(before + 1);
    await expectUnharmed(world);
  });
});

test.each([
  [
    'a length together with chunks',
    `${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
  ],
  [
    'chunks named twice',
    `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n{}`,
  ],
  ['two lengths', `${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
  ['a length with a sign', `${POST}Content-Length: +2\r\n\r\n{}`],
  ['a bare line feed', POST.replaceAll('\r', '') + 'Content-Length: 2\n\n{}'],
  ['a header with NUL', `${POST}X: a\0b\r\n\r\n`],
  ['a space before the colon', `${POST}Content-Length : 2\r\n\r\n{}`],
  ['a folded header', `${POST}X: a\r\n b\r\nContent-Length : 2\r\n\r\n{}`],
  ['what is not HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01'],
])('bad input 63: %s is answered 400 without a word, and closed', async (_, bytes) => {
  const smuggled = `${bytes}GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
  expect(await rawExchange(world.url, smuggled)).toBe(
    'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  );
  await expectUnharmed(world);
});
