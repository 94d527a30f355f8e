import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../src/config/index.js';
import type { FaultPoint } from '../../src/ports/faults.js';

/** At which pass of which point a process ends itself. */
export interface Death {
  point: FaultPoint;
  at: number;
  signal: 'SIGKILL' | 'SIGTERM';
}

export interface Order {
  config: Config;
  /** How far the clock has been turned. */
  offsetMs: number;
  death: Death | null;
  /** Idle workers look so many times as often as in production. */
  haste?: number;
  /** How far the machine's clock is off. */
  skewMs?: number;
}

export interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Milliseconds since the epoch, in real time. */
  at: number;
}

const CHILD = join(import.meta.dirname, 'child.mjs');
/** Node's own cache of compiled modules: hundreds of processes load the same ones. */
const COMPILED = join(tmpdir(), 'jml-bridge-compiled');

/** The compiled bridge in a process of its own, from its birth to its end. */
export class BridgeProcess {
  /** Everything it printed, line by line. */
  readonly lines: string[] = [];
  readonly ended: Promise<End>;
  isUp = false;
  private readonly child: ChildProcess;
  private readonly waiting = new Map<string, () => void>();
  private readonly loaded: Promise<void>;

  constructor(env: Record<string, string> = {}) {
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILED, ...env },
    });
    this.loaded = this.told('loaded');
    this.child.on('message', (message: { is: string }) => {
      if (message.is === 'up') this.isUp = true;
      this.waiting.get(message.is)?.();
    });
    // A message to a process that has just ended is no failure.
    this.child.on('error', () => undefined);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.lines.push(...linesOf(text)));
    }
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        this.isUp = false;
        resolve({ code, signal, at: Date.now() });
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Resolves when it serves, or has ended before it did. */
  async run(order: Order): Promise<void> {
    await this.orEnd(this.loaded);
    const up = this.told('up');
    this.send(order);
    await this.orEnd(up);
  }

  /** The clock was turned this far. */
  async turn(offsetMs: number): Promise<void> {
    const turned = this.told('turned');
    this.send({ offsetMs });
    await this.orEnd(turned);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  private send(message: object): void {
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  private told(what: string): Promise<void> {
    return new Promise((resolve) => this.waiting.set(what, resolve));
  }

  private orEnd(work: Promise<void>): Promise<unknown> {
    return Promise.race([work, this.ended]);
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
