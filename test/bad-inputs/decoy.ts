import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server nobody should call: it counts who does, and with which credentials. */
export async function openDecoy() {
  const calls: { url: string; authorization: string | undefined }[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    calls.push({ url: request.url ?? '', authorization: request.headers.authorization });
    response.end('{}');
  });
  server.on('connection', () => connections++);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const port = (server.address() as AddressInfo).port;
  return {
    calls,
    port,
    connections: () => connections,
    url: `http://127.0.0.1:${port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
