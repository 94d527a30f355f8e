import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What becomes of the next COMMIT that comes along. */
export type CommitFault = 'lose-answer' | 'lose-commit';

/** Stands between a client and PostgreSQL, and breaks the connection where a test wants it. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;
  private nextCommit: CommitFault | undefined;
  private onCommitLost: (() => void) | undefined;

  private constructor(private readonly target: { host: string; port: number }) {}

  static async before(url: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(url);
    const proxy = new TcpProxy({ host: hostname, port: Number(port || '5432') });
    await proxy.open();
    return proxy;
  }

  /** The same database, through the proxy. */
  through(url: string): string {
    const other = new URL(url);
    other.host = `127.0.0.1:${this.port}`;
    return other.href;
  }

  open(): Promise<void> {
    const server = createServer((client) => this.join(client));
    this.server = server;
    return new Promise((resolve) => {
      server.listen(this.port, '127.0.0.1', () => {
        this.port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  /** Nobody answers any more, and who is connected learns of it. */
  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      if (this.server) this.server.close(() => resolve());
      else resolve();
    });
    for (const socket of this.sockets) socket.destroy();
    return closed;
  }

  /** Breaks the connection over the next COMMIT; `then` is called when it is broken. */
  breakCommit(fault: CommitFault, then?: () => void): void {
    this.nextCommit = fault;
    this.onCommitLost = then;
  }

  private join(client: Socket): void {
    const server = connect(this.target);
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    let swallow = false;
    client.on('data', (bytes) => {
      const fault = bytes.includes('commit\0') ? this.nextCommit : undefined;
      if (fault) this.nextCommit = undefined;
      if (fault === 'lose-commit') return this.lose(client);
      swallow ||= fault === 'lose-answer';
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (swallow) this.lose(client);
      else client.write(bytes);
    });
  }

  private lose(client: Socket): void {
    client.destroy();
    this.onCommitLost?.();
  }
}
