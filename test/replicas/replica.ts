import type { Config } from '../../src/config/index.js';
import { violation, type Violation } from '../simulation/history.js';
import type { BridgeProcess } from '../kill-loop/bridge-process.js';
import { takeSpare } from '../kill-loop/spares.js';

export interface ReplicaOptions {
  haste?: number;
  /** How far its machine's clock is off. */
  skewMs?: number;
}

/** One place where a bridge process runs, ends and is started again. */
export class Replica {
  readonly troubles: Violation[] = [];
  /** Which process went by which name in the database. */
  readonly pids = new Map<string, number>();
  isPaused = false;
  private process: BridgeProcess | null = null;
  private readonly ended: string[] = [];
  private starts = 0;
  private meant = false;

  constructor(
    readonly name: string,
    private readonly configOf: (name: string) => Config,
    private readonly options: ReplicaOptions = {},
  ) {}

  get pid(): number {
    return this.process?.pid ?? 0;
  }

  get isUp(): boolean {
    return this.process?.isUp ?? false;
  }

  /** Everything its processes printed. */
  get lines(): string[] {
    return [...this.ended, ...(this.process?.lines ?? [])];
  }

  /** Resolves when it serves. */
  async start(): Promise<void> {
    const process = (this.process = takeSpare());
    const name = `${this.name}.${++this.starts}`;
    this.pids.set(name, process.pid);
    this.meant = false;
    void process.ended.then(({ code }) => this.onEnd(process, code));
    const order = { config: this.configOf(name), offsetMs: 0, death: null };
    await process.run({ ...order, ...this.options });
  }

  /** Ends it on purpose; resolves when it has ended. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.meant = true;
    this.process?.signal(signal);
    await this.process?.ended;
  }

  pause(): void {
    this.isPaused = true;
    this.process?.signal('SIGSTOP');
  }

  wake(): void {
    this.isPaused = false;
    this.process?.signal('SIGCONT');
  }

  async turn(offsetMs: number): Promise<void> {
    if (this.isUp) await this.process?.turn(offsetMs);
  }

  private onEnd(process: BridgeProcess, code: number | null): void {
    this.ended.push(...process.lines);
    if (this.process === process) this.process = null;
    if (this.meant && (code === null || code === 0)) return;
    const last = process.lines.slice(-3).join(' | ');
    this.troubles.push(violation('I10', `${this.name} ended with ${String(code)}: ${last}`));
  }
}
