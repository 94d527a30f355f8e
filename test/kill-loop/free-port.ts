import { createServer } from 'node:net';

/** Below where systems take the ports of outgoing connections from: it stays free over a restart. */
const FIRST = 12_000;
const COUNT = 18_000;
let next = FIRST + ((process.pid * 131) % COUNT);

/** A port nobody listens on, never the same twice in one process. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = (next = FIRST + ((next + 1 - FIRST) % COUNT));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
