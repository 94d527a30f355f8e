import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { program } from './tools.js';

const haproxy = program('haproxy', '/usr/sbin/haproxy');
if (!haproxy) process.stderr.write('Tests of the proxy are skipped: no HAProxy (set HAPROXY).\n');
const describeWithProxy = haproxy ? describe : describe.skip;

const CONFIGURATION = join(import.meta.dirname, '../../deploy/compose/haproxy.cfg');

const CLAIMS = [
  'X-Forwarded-For: 192.0.2.1',
  'X-Forwarded-Host: 192.0.2.2',
  'X-Real-IP: 192.0.2.3',
  'Forwarded: for=192.0.2.4\r\n',
].join('\r\n');

/** The real proxy with the compose file's own configuration, in front of two stand-ins for bridges. */
describeWithProxy('the proxy', () => {
  let proxy: ChildProcess;
  let bridges: Bridge[];
  let port: number;

  beforeAll(async () => {
    bridges = [await startBridge(), await startBridge()];
    const health = await freePort();
    port = await freePort();
    proxy = spawn(haproxy ?? '', ['-W', '-f', CONFIGURATION], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...{ SITE: 'jml.test', TLS_CERTIFICATE: makeCertificate() },
        ...{ PROXY_ADDRESS: `127.0.0.1:${port}`, HEALTH_ADDRESS: `127.0.0.1:${health}` },
        ...{ BRIDGE_1: address(bridges[0]), BRIDGE_2: address(bridges[1]) },
      },
    });
    await listening(proxy);
  });

  afterAll(async () => {
    proxy.kill();
    if (proxy.exitCode === null) await once(proxy, 'exit');
    for (const { server } of bridges) server.close();
  });

  beforeEach(() => {
    for (const bridge of bridges) bridge.seen.length = 0;
  });

  const seen = () => bridges.flatMap((bridge) => bridge.seen);

  test('passes a delivery on, and says that it was forwarded', async () => {
    const answer = await ask(port, 'POST', '/webhooks/servicenow-prod');
    expect(answer).toMatch(/^HTTP\/1\.1 202 /);
    expect(seen()).toEqual([
      {
        path: '/webhooks/servicenow-prod',
        headers: expect.objectContaining({
          host: 'jml.test',
          'x-forwarded-for': '127.0.0.1',
          'x-forwarded-proto': 'https',
        }),
      },
    ]);
  });

  test.each([
    '/',
    '/requests',
    '/sign-in?code=1',
    '/metrics',
    '/healthz',
    '/readyz',
    '/api/v1/requests',
    '/webhooks',
    '/webhooks/',
    '/webhooks/a/b',
    '/webhooks/%73ervicenow',
    '/webhooks/../requests',
    '/webhooks/%2e%2e/requests',
    '/webhooks/..%2frequests',
    '/webhooks/x/../../requests',
    '//requests',
    '/%2e/requests',
    '/requests?/webhooks/x',
    '/requests#/webhooks/x',
    'https://jml.test/requests',
  ])('does not publish %s', async (path) => {
    const answer = await ask(port, 'GET', path);
    expect(answer).toMatch(/^HTTP\/1\.1 (400|404) /);
    expect(seen()).toEqual([]);
  });

  test('takes what a sender claims about its address for nothing', async () => {
    await ask(port, 'POST', '/webhooks/a', CLAIMS);
    expect(JSON.stringify(seen())).not.toContain('192.0.2.');
    expect(seen()[0]?.headers['x-forwarded-for']).toBe('127.0.0.1');
  });

  test('answers no other host name', async () => {
    const answer = await ask(port, 'POST', '/webhooks/a', '', 'localhost');
    expect(answer).not.toMatch(/^HTTP\/1\.1 202/);
    expect(seen()).toEqual([]);
  });

  test('gives a delivery to the other bridge when one has gone', async () => {
    const [first, second] = bridges;
    if (!first || !second) throw new Error('there are two bridges');
    first.server.closeAllConnections();
    first.server.close();
    for (let n = 0; n < 4; n += 1) {
      expect(await ask(port, 'POST', `/webhooks/${n}`)).toMatch(/^HTTP\/1\.1 202 /);
    }
    expect(second.seen).toHaveLength(4);
  });
});

/** The master says so once its worker listens; a wrong configuration ends it instead. */
function listening(proxy: ChildProcess): Promise<void> {
  let log = '';
  return new Promise((resolve, reject) => {
    proxy.once('exit', () => reject(new Error(`the proxy ended: ${log}`)));
    proxy.stderr?.on('data', (piece: Buffer) => {
      log += piece.toString();
      if (log.includes('Loading success')) resolve();
    });
  });
}

interface Bridge {
  server: Server;
  port: number;
  seen: { path: string; headers: IncomingHttpHeaders }[];
}

/** Answers every path, as if there were no guard at all. */
async function startBridge(): Promise<Bridge> {
  const seen: Bridge['seen'] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    // The proxy's own look at the bridge's health is no request of a sender.
    const probe = path === '/readyz' && !request.headers['x-forwarded-for'];
    if (!probe) seen.push({ path, headers: request.headers });
    request.resume().on('end', () => response.writeHead(probe ? 200 : 202).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, seen, port: (server.address() as AddressInfo).port };
}

const address = (bridge?: Bridge) => `127.0.0.1:${bridge?.port}`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Where HAProxy finds a certificate for jml.test, with its key beside it. */
function makeCertificate(): string {
  const certificate = join(mkdtempSync(join(tmpdir(), 'proxy-')), 'tls.pem');
  const subject = ['-subj', '/CN=jml.test', '-addext', 'subjectAltName=DNS:jml.test'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const files = ['-keyout', `${certificate}.key`, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...curve, ...subject, ...files], {
    stdio: 'ignore',
  });
  return certificate;
}

/** Byte for byte what a hostile client may send; `fetch` would tidy the path up. */
async function ask(port: number, method: string, path: string, headers = '', host = 'jml.test') {
  const socket = connectTls({
    socket: connect(port, '127.0.0.1'),
    servername: host,
    rejectUnauthorized: false,
  });
  const head = `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`;
  const length = method === 'POST' ? 'Content-Length: 2\r\n' : '';
  socket.write(`${head}${headers}${length}\r\n${method === 'POST' ? '{}' : ''}`);
  return text(socket).catch((error: Error) => error.message);
}
