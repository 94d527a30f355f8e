import { connect, type Socket } from 'node:net';

/**
 * One connection that is kept. It writes bytes made beforehand and reads no more of an answer than
 * it must: on a small machine whoever makes the load must not take the cores from what is measured.
 */
export class Caller {
  private readonly socket: Socket;
  private answer = '';
  private waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | null =
    null;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
    this.socket.on('data', (text: string) => this.read(text));
    this.socket.on('close', () => this.waiting?.reject(new Error('the bridge hung up')));
    this.socket.on('error', () => undefined);
  }

  /** Resolves to the status. */
  call(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  private read(text: string): void {
    this.answer += text;
    const head = this.answer.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.answer)?.[1] ?? 0);
    if (this.answer.length < head + 4 + length) return;
    const status = Number(this.answer.slice(9, 12));
    this.answer = '';
    this.waiting?.resolve(status);
  }
}
