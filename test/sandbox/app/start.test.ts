import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { startSandbox } from '../../../src/sandbox/app.js';
import { CATALOG_ITEMS } from '../../../src/sandbox/servicenow/index.js';
import { HIRE, SECRET } from '../servicenow/instance.js';

/** Keeps the address of the first webhook that arrives. */
async function receiver() {
  let arrived: (body: string) => void = () => undefined;
  const first = new Promise<string>((resolve) => (arrived = resolve));
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      arrived(body);
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { first, url, server };
}

test('runs by itself: a request approved on its page reaches the bridge, and outlasts a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const { first, url, server } = await receiver();
  const options = {
    port: 0,
    host: '127.0.0.1' as const,
    dataDir,
    webhook: { url, secret: SECRET },
  };
  const sandbox = await startSandbox({ ...options, speed: 'demo' });
  const form = { ...HIRE, sandbox_as: 'miguel.santos' };
  const http = supertest(sandbox.url);
  const raised = await http.post(`/sandbox/order/${CATALOG_ITEMS.newHire}`).type('form').send(form);
  const ticket = raised.headers['location']!;
  const id = /name="approval" value="(\w+)"/.exec((await http.get(ticket)).text)![1]!;
  await http.post(`${ticket}/decide`).type('form').send({ approval: id, state: 'approved' });
  expect(JSON.parse(await first)).toMatchObject({ event: 'approval.approved' });
  await sandbox.close();
  const again = await startSandbox(options);
  expect((await supertest(again.url).get(ticket)).text).toContain('approved');
  await again.close();
  server.close();
  server.closeAllConnections();
  rmSync(dataDir, { recursive: true });
});
