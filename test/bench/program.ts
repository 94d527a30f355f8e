import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface Reply {
  id: number;
  value?: unknown;
  error?: string;
}

/** A program of this folder in a process of its own, which answers questions. */
export class Program {
  /** Everything it printed, line by line. */
  readonly lines: string[] = [];
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private readonly ended: Promise<unknown>;
  private asked = 0;

  private constructor(private readonly name: string) {
    const file = join(import.meta.dirname, `${name}.js`);
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.ended = once(this.child, 'close').then(() => this.endAll());
    this.child.on('message', (reply: Reply) => this.waiting.get(reply.id)?.(reply));
    // A question to a process that has just been killed is answered by its end.
    this.child.on('error', () => undefined);
    for (const input of [this.child.stdout, this.child.stderr]) {
      if (input) createInterface({ input }).on('line', (line) => this.lines.push(line));
    }
  }

  static async start(name: string): Promise<Program> {
    const program = new Program(name);
    await program.replyTo(0);
    return program;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  ask<T>(what: string, given?: object): Promise<T> {
    const id = ++this.asked;
    const reply = this.replyTo(id);
    this.child.send({ id, what, given }, () => undefined);
    return reply as Promise<T>;
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }

  private replyTo(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ value, error }) => {
        this.waiting.delete(id);
        if (error === undefined) resolve(value);
        else reject(new Error(`${this.name}: ${error}`));
      });
    });
  }

  private endAll(): void {
    const error = `ended. ${this.lines.slice(-3).join(' | ')}`;
    for (const [id, reply] of this.waiting) reply({ id, error });
  }
}
