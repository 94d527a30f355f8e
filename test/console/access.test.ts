import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import request from 'supertest';
import { createSignIn } from '../../src/console/index.js';
import { FakeClock } from '../support/fake-clock.js';
import { fakeRandom } from '../support/fake-random.js';
import { consoleApp } from './console-app.js';

const signIn = () => createSignIn({ clock: new FakeClock(), random: fakeRandom() });

test('a sign-in link opens a session once', async () => {
  const access = { kind: 'loopback' as const, signIn: signIn() };
  const { app } = await consoleApp(access);
  const link = `/sign-in?code=${access.signIn.issue()}`;
  const first = await request(app).get(link).expect(303).expect('location', '/requests');
  const cookie = first.get('Set-Cookie')?.[0] ?? '';
  expect(cookie).toMatch(/^jml-session=\w{64}; .*HttpOnly; SameSite=Lax$/);
  await request(app).get(link).expect(403);
  await request(app)
    .get('/requests')
    .set('cookie', cookie.split(';')[0] ?? '')
    .expect(200);
});

test.each([
  '/',
  '/requests',
  '/requests/x',
  '/writebacks',
  '/attention',
  '/deliveries',
  '/t/a/b',
  '/help',
  '/x',
])('%s asks who has no session to sign in', async (address) => {
  const { app } = await consoleApp({ kind: 'loopback', signIn: signIn() });
  const answer = await request(app).get(address).set('cookie', 'jml-session=guess').expect(401);
  expect(answer.text).toContain('Please sign in');
});

test('a sign-in link that somebody only tries is not used up', async () => {
  const access = { kind: 'loopback' as const, signIn: signIn() };
  const { app } = await consoleApp(access);
  const link = `/sign-in?code=${access.signIn.issue()}`;
  const tried = await request(app).head(link);
  expect(tried.headers['set-cookie']).toBeUndefined();
  await request(app)
    .get(link)
    .expect(303)
    .expect('set-cookie', /session=/);
});

test('who has to sign in is told what to look for, and finds that in the output', async () => {
  const { app } = await consoleApp({ kind: 'loopback', signIn: signIn() });
  const { text: page } = await request(app).get('/requests').expect(401);
  const [, word = ''] = /look for “([^”]+)” in its output/.exec(page) ?? [];
  expect(readFileSync('src/cli.ts', 'utf8')).toContain(`jml-bridge is running.\\n\\n  ${word}`);
});

test('of a sandbox, who comes from elsewhere is not sent to look for a link', async () => {
  const { app } = await consoleApp();
  const answer = await request(app).get('/requests').set('x-forwarded-for', '203.0.113.9');
  expect(answer.status).toBe(401);
  expect(answer.text).not.toContain('sign-in link');
  expect(answer.text).toContain('Open the console in a browser on that machine');
});

test('a session ends by itself and by signing out', async () => {
  const clock = new FakeClock();
  const sessions = createSignIn({ clock, random: fakeRandom() });
  const session = sessions.redeem(sessions.issue()) ?? '';
  expect(sessions.isOpen(session)).toBe(true);
  clock.advance(13 * 3_600_000);
  expect(sessions.isOpen(session)).toBe(false);

  const { app } = await consoleApp({ kind: 'loopback', signIn: sessions });
  const other = sessions.redeem(sessions.issue()) ?? '';
  const out = request(app).post('/sign-out').set('cookie', `jml-session=${other}`);
  await out.expect(303);
  expect(sessions.isOpen(other)).toBe(false);
});

test('behind https the cookie is a __Host- one and only https is asked for', async () => {
  const access = { kind: 'loopback' as const, signIn: signIn() };
  const { app } = await consoleApp(access, 'https://jml.example.com');
  const answer = await request(app).get(`/sign-in?code=${access.signIn.issue()}`);
  expect(answer.get('Set-Cookie')?.[0]).toMatch(/^__Host-jml-session=.*Secure/);
  expect(answer.headers['strict-transport-security']).toContain('max-age=63072000');
});

test('an open console is open to this machine only', async () => {
  const { app } = await consoleApp();
  await request(app).get('/requests').expect(200);
  await request(app).get('/requests').set('host', 'evil.example').expect(401);
  await request(app).get('/requests').set('x-forwarded-for', '203.0.113.9').expect(401);
});

test.each([
  ['forwarded', 'for=203.0.113.9'],
  ['via', '1.1 proxy'],
  ['x-forwarded-host', 'jml.example.com'],
  ['x-forwarded-proto', 'https'],
  ['x-real-ip', '203.0.113.9'],
  ['x-request-id', '8a1c'],
])('an open console is closed to a proxy on this machine that adds %s', async (name, value) => {
  const { app } = await consoleApp();
  await request(app).get('/requests').set(name, value).expect(401);
});

test('an open console is closed to a proxy on this machine that adds no header', async () => {
  const { app } = await consoleApp();
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // What nginx sends with `proxy_pass http://127.0.0.1:8080` and nothing else.
  const bare = `GET /requests HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
  const answer = await text(connect(port, '127.0.0.1').end(bare));
  server.close();
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});

test.each(['post', 'put', 'delete', 'options'] as const)(
  'a page takes no %s and says what it takes',
  async (method) => {
    const { app } = await consoleApp();
    await request(app)[method]('/requests').expect(405).expect('allow', 'GET, HEAD');
  },
);

test('pages carry the strict policy, and static files are kept for good', async () => {
  const { app } = await consoleApp();
  const page = await request(app).get('/help');
  expect(page.headers['content-security-policy']).toContain(
    "require-trusted-types-for 'script'; trusted-types 'none'",
  );
  expect(page.headers['cache-control']).toBe('no-store');
  expect(page.headers['strict-transport-security']).toBeUndefined();
  const style = /href="(\/assets\/[^"]*app\.css)"/.exec(page.text)?.[1] ?? '';
  const file = await request(app).get(style).expect(200);
  expect(file.headers['cache-control']).toContain('immutable');
});
