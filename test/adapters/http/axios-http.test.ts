import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxiosHttp } from '../../../src/adapters/http/axios-http.js';
import type { Resolve } from '../../../src/adapters/http/checked-lookup.js';

let server: Server | undefined;
let http: AxiosHttp | undefined;

afterEach(async () => {
  http?.close();
  server?.closeAllConnections();
  await new Promise((done) => (server ? server.close(done) : done(null)));
  server = undefined;
});

async function listen(handler: RequestListener): Promise<string> {
  server = createServer(handler);
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function get(url: string, timeoutMs = 30_000) {
  return { method: 'GET', url, headers: {}, timeoutMs } as const;
}

test('hands back any status with the text as it came', async () => {
  const origin = await listen((_, response) => {
    response.writeHead(409, { 'Content-Type': 'application/json', 'X-Thing': 'a' });
    response.end('{"a":1}');
  });
  http = new AxiosHttp([origin]);
  expect(await http.send(get(`${origin}/x`))).toMatchObject({
    is: 'answer',
    status: 409,
    body: '{"a":1}',
    headers: { 'x-thing': 'a' },
  });
});

test('sends body and headers unchanged', async () => {
  let seen = '';
  const origin = await listen((request, response) => {
    request.on('data', (part) => (seen += part));
    request.on('end', () => response.end(`"${request.headers['content-type']}"`));
  });
  http = new AxiosHttp([origin]);
  const headers = { 'Content-Type': 'application/json' };
  const sent = { ...get(origin), method: 'PATCH', headers, body: '{"é": 1}' } as const;
  expect(await http.send(sent)).toMatchObject({ body: '"application/json"' });
  expect(seen).toBe('{"é": 1}');
});

test('does not follow a redirect', async () => {
  const origin = await listen((_, response) => {
    response.writeHead(302, { Location: '/elsewhere' });
    response.end();
  });
  http = new AxiosHttp([origin]);
  expect(await http.send(get(origin))).toMatchObject({ is: 'answer', status: 302 });
});

test('reaches nothing but the allowed origin', async () => {
  http = new AxiosHttp(['https://tickets.example']);
  for (const url of ['https://other.example/', 'http://tickets.example/', 'nonsense']) {
    expect(await http.send(get(url))).toEqual({
      is: 'failure',
      maybeSent: false,
      why: 'not-allowed',
    });
  }
});

test('a refused connection was certainly not sent', async () => {
  const origin = await listen(() => {});
  await new Promise((done) => server?.close(done));
  server = undefined;
  http = new AxiosHttp([origin]);
  expect(await http.send(get(origin))).toEqual({
    is: 'failure',
    maybeSent: false,
    why: 'refused',
  });
});

test('no answer in time may have been sent', async () => {
  const origin = await listen(() => {});
  http = new AxiosHttp([origin]);
  expect(await http.send(get(origin, 50))).toEqual({
    is: 'failure',
    maybeSent: true,
    why: 'timeout',
  });
});

test('a connection that breaks in mid-answer is a reset', async () => {
  const origin = await listen((_, response) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('{"half":');
    setImmediate(() => response.destroy());
  });
  http = new AxiosHttp([origin]);
  expect(await http.send(get(origin))).toEqual({ is: 'failure', maybeSent: true, why: 'reset' });
});

test('stops reading an answer that is too large', async () => {
  const origin = await listen((_, response) => response.end('x'.repeat(2000)));
  http = new AxiosHttp([origin], { maxBytes: 1000 });
  expect(await http.send(get(origin))).toEqual({
    is: 'failure',
    maybeSent: true,
    why: 'too-large',
  });
});

describe('a name that leads into a private network', () => {
  const leadsTo =
    (...addresses: string[]): Resolve =>
    (_, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  const named = (origin: string) => origin.replace('127.0.0.1', 'tickets.example');

  test.each([['127.0.0.1'], ['::ffff:127.0.0.1'], ['169.254.169.254'], ['10.0.0.1', 'fe80::1%lo']])(
    'is not called: %s',
    async (...addresses) => {
      let connections = 0;
      const origin = named(await listen((_, response) => response.end()));
      server?.on('connection', () => connections++);
      http = new AxiosHttp([origin], { resolve: leadsTo(...addresses) });
      expect(await http.send(get(`${origin}/x`))).toEqual({
        is: 'failure',
        maybeSent: false,
        why: 'not-allowed',
      });
      expect(connections).toBe(0);
    },
  );

  test('is looked at with each new connection', async () => {
    const origin = named(
      await listen((_, response) => response.writeHead(204, { Connection: 'close' }).end()),
    );
    const answers = ['10.0.0.1', '10.0.0.2'];
    const resolve: Resolve = (_, done) => leadsTo(answers.shift() ?? '')('', done);
    http = new AxiosHttp([origin], { resolve });
    await http.send(get(origin));
    await http.send(get(origin));
    expect(answers).toEqual([]);
  });

  test('is called where that is allowed', async () => {
    const origin = named(await listen((_, response) => response.end('here')));
    http = new AxiosHttp([origin], { allowPrivate: true, resolve: leadsTo('127.0.0.1') });
    expect(await http.send(get(origin))).toMatchObject({ body: 'here' });
  });

  test('is called where the name itself can mean nothing else', async () => {
    const origin = (await listen((_, response) => response.end('here'))).replace(
      '127.0.0.1',
      'localhost',
    );
    http = new AxiosHttp([origin], { resolve: leadsTo('127.0.0.1') });
    expect(await http.send(get(origin))).toMatchObject({ body: 'here' });
  });
});
