import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { GraphEntra } from '../../src/adapters/entra/graph-entra.js';
import { Graph } from '../../src/adapters/entra/graph.js';
import { tokenSource } from '../../src/adapters/entra/token.js';
import { AxiosHttp } from '../../src/adapters/http/axios-http.js';
import { FakeClock } from '../support/fake-clock.js';
import { fakeRandom } from '../support/fake-random.js';
import { testTarget } from '../support/target.js';

/** What a server on loopback does with one request, given as it stands on the wire. */
export type Handle = (request: string, socket: Socket) => void;

/** Servers on loopback that do what no well-behaved one does. */
export class Wire {
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly clients: AxiosHttp[] = [];

  /** Its origin. */
  async listen(handle: Handle): Promise<string> {
    const server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (part) => handle(part.toString('latin1'), socket));
    });
    this.servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  client(origin: string): AxiosHttp {
    const client = new AxiosHttp([origin]);
    this.clients.push(client);
    return client;
  }

  /** The job of a tenant that answers at that origin. */
  entra(origin: string): GraphEntra {
    const target = {
      ...testTarget,
      ...{ graphUrl: `${origin}/v1.0`, authorityUrl: `${origin}/entra` },
      limits: { ...testTarget.limits, logReadsPerWindow: 10_000 },
    };
    const http = this.client(origin);
    const clock = new FakeClock();
    const graph = new Graph(http, tokenSource(target, http, clock), target.graphUrl);
    return new GraphEntra(graph, target, clock, fakeRandom());
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close();
    for (const socket of this.sockets) socket.destroy();
    const closed = this.servers.map((server) => new Promise((done) => server.close(done)));
    await Promise.all(closed);
  }
}

export function response(status: string, body = '', headers: string[] = []): string {
  const lines = [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

export const TOKEN = response('200 OK', '{"access_token":"s3cret","expires_in":3599}');
export const asksForToken = (request: string) => request.startsWith('POST /entra/');
