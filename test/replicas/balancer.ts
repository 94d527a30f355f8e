import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A replica that stands still takes connections and answers nothing. */
const PATIENCE_MS = 2_000;
const HEADERS = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];

/** Hands each request to the next replica, and to another where that one does not answer. */
export class Balancer {
  /** Answers by replica, in the order of their ports. */
  readonly answered: number[];
  private next = 0;

  private constructor(
    private readonly server: Server,
    private readonly ports: readonly number[],
  ) {
    this.answered = ports.map(() => 0);
  }

  static async before(ports: readonly number[]): Promise<Balancer> {
    const server = createServer();
    const balancer = new Balancer(server, ports);
    server.on('request', (asked: IncomingMessage, answer) => {
      void balancer.pass(asked).then(({ status, body }) => {
        answer.writeHead(status, { 'content-type': 'application/json' }).end(body);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return balancer;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async pass(asked: IncomingMessage): Promise<{ status: number; body: Buffer }> {
    const body = await buffer(asked);
    for (let tried = 0; tried < this.ports.length; tried++) {
      const place = this.next++ % this.ports.length;
      const answer = await forward(asked, body, this.ports[place] as number).catch(() => null);
      if (!answer) continue;
      this.answered[place] = (this.answered[place] ?? 0) + 1;
      return answer;
    }
    return { status: 503, body: Buffer.from('{}') };
  }
}

async function forward(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  port: number,
): Promise<{ status: number; body: Buffer }> {
  const own = Object.fromEntries(HEADERS.map((name) => [name, headers[name] ?? '']));
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const sent = request({ host: '127.0.0.1', port, method, path: url, headers: own, signal });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 502, body: await buffer(answer) };
}
