import { join } from 'node:path';
import type { Config } from '../../src/config/index.js';
import { BridgeProcess } from '../kill-loop/bridge-process.js';
import { violation, type Violation } from '../simulation/history.js';

const PROGRAM = join(import.meta.dirname, 'child.mjs');

/** One replica: a process that can be killed, stopped and started again. */
export class Replica {
  readonly troubles: Violation[] = [];
  starts = 0;
  private readonly before: string[] = [];
  private process: BridgeProcess | null = null;
  private isMeant = false;

  constructor(
    readonly config: Config,
    private readonly skewMs: number,
  ) {}

  /** Everything its processes printed. */
  get lines(): string[] {
    return [...this.before, ...(this.process?.lines ?? [])];
  }

  get pid(): number {
    return this.process?.pid ?? 0;
  }

  /** Resolves when it serves, or has ended before it did. */
  async start(): Promise<void> {
    this.starts += 1;
    this.isMeant = false;
    const process = new BridgeProcess({}, PROGRAM);
    this.process = process;
    void process.ended.then(({ code }) => {
      if (this.isMeant) return;
      const last = process.lines.slice(-3).join(' | ');
      this.troubles.push(violation('I10', `a replica ended with ${String(code)}: ${last}`));
    });
    await process.run({ config: this.config, skewMs: this.skewMs });
  }

  /** From then on it stands still, as a machine does that pauses. */
  stop(): void {
    this.process?.signal('SIGSTOP');
  }

  goOn(): void {
    this.process?.signal('SIGCONT');
  }

  /** As an operator, or a platform that moves it, would. */
  async endInOrder(): Promise<void> {
    await this.endBy('SIGTERM');
  }

  /** In the middle of whatever it does. */
  async end(): Promise<void> {
    await this.endBy('SIGKILL');
  }

  private async endBy(signal: NodeJS.Signals): Promise<void> {
    const { process } = this;
    if (!process) return;
    this.isMeant = true;
    process.signal(signal);
    await process.ended;
    this.before.push(...process.lines);
    this.process = null;
  }
}
