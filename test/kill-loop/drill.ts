import { join } from 'node:path';
import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import type { Config } from '../../src/config/index.js';
import type { RunningSandbox } from '../../src/sandbox/start.js';
import { collect } from '../simulation/collect.js';
import { violation, type History, type Violation } from '../simulation/history.js';
import type { Instance } from '../simulation/instance.js';
import type { BridgeProcess, Death, End } from './bridge-process.js';
import { drillConfig } from './drill-config.js';
import { freePort } from './free-port.js';
import { openWork } from './open-work.js';
import { settle, type Look } from './settle.js';
import { takeSpare } from './spares.js';
import { StandIns } from './stand-ins.js';
import type { Scene } from './story.js';

/** What stands between the bridge and one stand-in. */
export interface Between {
  port: number;
  close(): Promise<void>;
}

/** `signal` reaches the process that runs then. */
export type Interpose = (
  sandboxPort: number,
  signal: (signal: NodeJS.Signals) => void,
) => Promise<Between>;

export interface DrillOptions {
  /** How the first process ends, the second, and so on; those after them live on. */
  deaths?: readonly Death[];
  /** Put before the stand-ins. */
  entra?: Interpose;
  servicenow?: Interpose;
  /** Where processes come from. */
  born?: () => BridgeProcess;
  /** An exit code other than 0 that is meant. */
  mayEndWith?: number;
}

const LOOK_MS = 15;
const MOST_REAL_MS = 60_000;
const MOST_STARTS = 60;

/** One bridge, a real process that is started again whenever it ends, and both stand-ins. */
export class Drill implements Scene {
  readonly ends: End[] = [];
  readonly troubles: Violation[] = [];
  process: BridgeProcess | null = null;
  private readonly lines: string[] = [];
  private starts = 0;
  private over = false;

  private constructor(
    private readonly standIns: StandIns,
    readonly config: Config,
    private readonly between: readonly Between[],
    private readonly options: DrillOptions,
  ) {}

  static async open(options: DrillOptions = {}): Promise<Drill> {
    const port = await freePort();
    const standIns = await StandIns.open(port);
    const signal = (name: NodeJS.Signals) => drill.process?.signal(name);
    const entra = await options.entra?.(standIns.port, signal);
    const servicenow = await options.servicenow?.(standIns.port, signal);
    const config = drillConfig({
      ...{ port, dataDir: join(standIns.folder, 'bridge') },
      ...{ entraPort: entra?.port ?? standIns.port },
      ...{ servicenowPort: servicenow?.port ?? standIns.port },
    });
    const between = [entra, servicenow].filter((one) => one !== undefined);
    const drill = new Drill(standIns, config, between, options);
    await drill.startBridge();
    return drill;
  }

  get instance(): Instance {
    return this.standIns.instance;
  }

  get sandbox(): RunningSandbox {
    return this.standIns.sandbox;
  }

  get ledgerFile(): string {
    return join(this.config.dataDir, 'bridge.sqlite');
  }

  get kills(): number {
    return this.ends.filter(({ signal }) => signal === 'SIGKILL').length;
  }

  mishap(effect: 'lose' | 'duplicate'): void {
    this.standIns.mishap(effect);
  }

  async turn(ms: number): Promise<void> {
    this.standIns.turn(ms);
    if (this.process?.isUp) await this.process.turn(this.sandbox.clock.offsetMs);
  }

  async settled(): Promise<void> {
    const troubles = await settle({
      look: () => this.look(),
      turn: (ms) => this.turn(ms),
      isUp: () => this.process?.isUp ?? false,
      turnedMs: () => this.sandbox.clock.offsetMs,
      ...{ lookMs: LOOK_MS, mostRealMs: MOST_REAL_MS },
    });
    this.troubles.push(...troubles);
  }

  /** Ends the process where it stands, and hands over what is left for the checkers. */
  async close(): Promise<{ history: History; troubles: Violation[] }> {
    this.over = true;
    await this.process?.kill();
    this.lines.push(...(this.process?.lines ?? []));
    const store = await openSqliteStore(this.ledgerFile);
    try {
      const target = this.config.targets[0]!;
      const kept = { ...this.standIns.remains(), store, target, log: this.lines };
      return { history: await collect(kept), troubles: this.troubles };
    } finally {
      await store.close();
      for (const one of this.between) await one.close();
      await this.standIns.close();
    }
  }

  private look(): Look {
    const open = openWork(this.ledgerFile, this.sandbox.clock.now());
    const rows = [...open.rows, ...this.standIns.unheard(open.decided)];
    return { rows, mark: open.mark, due: open.rows.length > 0 };
  }

  /** Resolves when it serves, or has ended before it did. */
  private startBridge(): Promise<void> {
    if (this.starts >= MOST_STARTS) {
      this.troubles.push(violation('I10', `started ${MOST_STARTS} times and never stayed`));
      return Promise.resolve();
    }
    const death = this.options.deaths?.[this.starts++] ?? null;
    const born = this.options.born ?? takeSpare;
    const process = (this.process = born());
    void process.ended.then((end) => this.onEnd(process, end));
    return process.run({ config: this.config, offsetMs: this.sandbox.clock.offsetMs, death });
  }

  private onEnd(process: BridgeProcess, end: End): void {
    if (this.over) return;
    this.ends.push(end);
    this.lines.push(...process.lines);
    const meant = end.code === 0 || end.code === this.options.mayEndWith;
    if (!meant && end.signal !== 'SIGKILL') {
      const last = process.lines.slice(-3).join(' | ');
      this.troubles.push(violation('I10', `the process ended with ${String(end.code)}: ${last}`));
    }
    void this.startBridge();
  }
}
