import {
  createServer,
  request as call,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A replica that stands still takes a connection and says nothing. */
const PATIENCE_MS = 1_500;

interface Answer {
  status: number;
  body: Buffer;
}

/** Stands before the replicas: each request goes to the next of them, or to the next that answers. */
export class Balancer {
  /** Every answer given, by status. */
  readonly answers = new Map<number, number>();
  private turn = 0;
  private ports: readonly number[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));

  static async open(): Promise<Balancer> {
    const balancer = new Balancer();
    await new Promise<void>((resolve) => balancer.server.listen(0, '127.0.0.1', resolve));
    return balancer;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  before(ports: readonly number[]): void {
    this.ports = ports;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await this.ask(request, await buffer(request));
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    response.writeHead(status, { 'content-length': body.length }).end(body);
  }

  private async ask(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const first = this.turn++;
    for (let tried = 0; tried < this.ports.length; tried++) {
      const port = this.ports[(first + tried) % this.ports.length] as number;
      const answer = await forward(request, body, port);
      if (answer) return answer;
    }
    return { status: 503, body: Buffer.alloc(0) };
  }
}

/** Null where nobody answers. */
function forward(from: IncomingMessage, body: Buffer, port: number): Promise<Answer | null> {
  const { method, url: path, headers } = from;
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, method, path, headers, timeout: PATIENCE_MS };
    const outgoing = call({ ...options, agent: false }, (answer) => {
      buffer(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 502, body: read }),
        () => resolve(null),
      );
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolve(null));
    outgoing.end(body);
  });
}
