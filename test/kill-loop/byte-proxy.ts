import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Between } from './drill.js';

/** Which bytes are counted, over all connections together, and what happens at the last of them. */
export interface ByteLimit {
  direction: 'requests' | 'answers';
  bytes: number;
  /** After the last byte that is let through, once; the connection is reset then. */
  atLimit: () => void;
}

/** Passes bytes on until so many have gone one way; the rest of that connection never arrives. */
export async function byteProxy(upstreamPort: number, limit: ByteLimit): Promise<Between> {
  const open = new Set<Socket>();
  let left = limit.bytes;
  let reached = false;
  const server = createServer((caller) => {
    const upstream = connect(upstreamPort, '127.0.0.1');
    const ends = [caller, upstream];
    const breakOff = () => ends.forEach((end) => end.resetAndDestroy());
    const pass = (from: Socket, to: Socket, direction: ByteLimit['direction']) => {
      from.on('data', (chunk: Buffer) => {
        if (reached || direction !== limit.direction || chunk.length < left) {
          if (!reached && direction === limit.direction) left -= chunk.length;
          to.write(chunk);
          return;
        }
        reached = true;
        to.write(chunk.subarray(0, left), () => {
          limit.atLimit();
          breakOff();
        });
      });
      from.on('end', () => to.end());
    };
    pass(caller, upstream, 'requests');
    pass(upstream, caller, 'answers');
    for (const end of ends) {
      open.add(end);
      end.on('error', () => ends.forEach((one) => one.destroy()));
      end.on('close', () => {
        open.delete(end);
        ends.forEach((one) => one.destroy());
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
