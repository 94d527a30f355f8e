import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer } from '../../src/intake/index.js';
import { APPROVED, openBench } from './bench.js';

let bench: Awaited<ReturnType<typeof openBench>>;
let server: Server;
beforeEach(async () => {
  bench = await openBench();
  server = createServer(bench.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await bench.store.close();
});

const open = () => connect((server.address() as AddressInfo).port, '127.0.0.1');

/** Everything the server says until it closes. */
async function answerTo(text: string, socket: Socket = open()): Promise<string> {
  let said = '';
  socket.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return said;
}

const POST = 'POST /webhooks/one HTTP/1.1\r\nHost: x\r\n';

test.each([
  [
    'a length together with chunks',
    `${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
  ],
  ['two lengths', `${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
  ['a bare line feed', 'POST /webhooks/one HTTP/1.1\nHost: x\nContent-Length: 2\n\n{}'],
  ['a header with NUL', `${POST}X: a\0b\r\n\r\n`],
  ['what is not HTTP', 'hello\r\n\r\n'],
  ['no host', 'POST /webhooks/one HTTP/1.1\r\nConnection: close\r\n\r\n'],
])('%s is answered 400 and closed', async (_, text) => {
  expect(await answerTo(text)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});

test('headers beyond 16 KiB are answered 431 and closed', async () => {
  expect(await answerTo(`${POST}X: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
});

test('a length of 2 MiB is answered 413 before the body comes', async () => {
  const head = `${POST}Content-Type: application/json\r\nContent-Length: 2097152\r\n\r\n`;
  expect(await answerTo(head)).toMatch(/^HTTP\/1\.1 413 [^]*payload-too-large/);
});

test('an endless chunked body is answered 413 as soon as it passes the limit', async () => {
  const head = `${POST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
  expect(await answerTo(head + chunk.repeat(5))).toMatch(/^HTTP\/1\.1 413 [^]*payload-too-large/);
});

test('the content type given twice is answered 415', async () => {
  const twice = 'Content-Type: application/json\r\nContent-Type: text/plain\r\n';
  expect(await answerTo(`${POST}${twice}Content-Length: 2\r\nConnection: close\r\n\r\n{}`)).toMatch(
    /^HTTP\/1\.1 415 /,
  );
});

test('a sender that goes away in mid-body leaves nothing, and others are served', async () => {
  const socket = open();
  socket.write(`${POST}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":`);
  await once(server, 'request');
  socket.resetAndDestroy();
  expect((await bench.send(APPROVED)).status).toBe(202);
  expect(await bench.deliveries()).toHaveLength(1);
});

test('slow headers and slow bodies end within 30 seconds', () => {
  expect(server.headersTimeout).toBeLessThanOrEqual(28_000);
  expect(server.requestTimeout).toBeLessThanOrEqual(28_000);
});

test('a request that takes too long is closed with 408', async () => {
  const connection = once(server, 'connection');
  const answer = answerTo(POST);
  const [socket] = (await connection) as [Socket];
  const slow = Object.assign(new Error('slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
  server.emit('clientError', slow, socket);
  expect(await answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\n/);
});
