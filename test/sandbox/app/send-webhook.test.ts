import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookSender } from '../../../src/sandbox/send-webhook.js';

async function received(status: number) {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(status, { 'retry-after': '7' }).end('thanks');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { got, url, server };
}

test('sends the bytes and headers as they are, and any status is an answer', async () => {
  const stop = new AbortController();
  const { got, url, server } = await received(503);
  const body = '{"name": "Jo\\u00e3o",  "é": 1}';
  const headers = { 'content-type': 'application/json', 'user-agent': 'ServiceNow/1.0' };
  const result = await webhookSender(stop.signal)(url, headers, body);
  expect(result).toMatchObject({ status: 503, headers: { 'retry-after': '7' }, body: 'thanks' });
  expect(got[0]!.body).toBe(body);
  expect(got[0]!.headers).toMatchObject(headers);
  server.close();
  server.closeAllConnections();
});

test('tells of a connection that fails', async () => {
  const { url, server } = await received(200);
  await new Promise((closed) => server.close(closed));
  const result = await webhookSender(new AbortController().signal)(url, {}, '{}');
  expect(result).toEqual({ failed: 'ECONNREFUSED' });
});

test('an aborted sender fails at once', async () => {
  const stop = new AbortController();
  stop.abort();
  const result = await webhookSender(stop.signal)('http://127.0.0.1:9/', {}, '{}');
  expect(result).toEqual({ failed: 'ERR_CANCELED' });
});
