import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import type { Config } from '../../src/config/index.js';
import { turnClock } from '../../src/sandbox/control/turn-clock.js';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/start.js';
import { collect, directoryOf } from '../simulation/collect.js';
import { violation, type FinalUser, type History, type Violation } from '../simulation/history.js';
import { Instance } from '../simulation/instance.js';
import { HOUR } from '../simulation/plan.js';
import type { BridgeProcess, Death, End } from './bridge-process.js';
import { drillConfig, SECRET } from './drill-config.js';
import { freePort } from './free-port.js';
import { openWork } from './open-work.js';
import { takeSpare } from './spares.js';
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

/** Kills lose nothing the system has in memory, so a disk in memory shows the same, and faster. */
const DISK = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const LOOK_MS = 15;
/** As long as nothing happens, time is helped along in growing steps. */
const STILL_MS = 60;
const FIRST_STEP_MS = 2_500;
const MOST_STEP_MS = 60_000;
const MOST_TURNED_MS = 12 * HOUR;
const MOST_REAL_MS = 60_000;
const MOST_STARTS = 60;

/** One bridge, a real process that is started again whenever it ends, and both stand-ins. */
export class Drill implements Scene {
  readonly ends: End[] = [];
  readonly troubles: Violation[] = [];
  readonly instance: Instance;
  process: BridgeProcess | null = null;
  private readonly lines: string[] = [];
  private readonly before: FinalUser[];
  private starts = 0;
  private mishaps = 0;
  private over = false;

  private constructor(
    private readonly folder: string,
    readonly sandbox: RunningSandbox,
    readonly config: Config,
    private readonly between: readonly Between[],
    private readonly options: DrillOptions,
  ) {
    const { servicenow, clock, state } = sandbox;
    const noTimers = () => {
      throw new Error('a drill waits for what happens, not for an hour');
    };
    const time = { now: () => clock.now(), after: noTimers };
    this.instance = new Instance(servicenow, time, () => undefined);
    this.before = directoryOf(state);
  }

  static async open(options: DrillOptions = {}): Promise<Drill> {
    const folder = mkdtempSync(join(DISK, 'jml-drill-'));
    const port = await freePort();
    const sandbox = await startSandbox({
      ...{ port: 0, host: '127.0.0.1', dataDir: join(folder, 'sandbox') },
      webhook: { url: `http://127.0.0.1:${port}/webhooks/servicenow-sandbox`, secret: SECRET },
    });
    sandbox.entra.configure({ scale: 0, logReads: { calls: 100_000, windowMs: 10_000 } });
    const sandboxPort = Number(new URL(sandbox.url).port);
    const signal = (name: NodeJS.Signals) => drill.process?.signal(name);
    const entra = await options.entra?.(sandboxPort, signal);
    const servicenow = await options.servicenow?.(sandboxPort, signal);
    const config = drillConfig({
      ...{ port, dataDir: join(folder, 'bridge') },
      ...{ entraPort: entra?.port ?? sandboxPort },
      ...{ servicenowPort: servicenow?.port ?? sandboxPort },
    });
    const between = [entra, servicenow].filter((one) => one !== undefined);
    const drill = new Drill(folder, sandbox, config, between, options);
    await drill.startBridge();
    return drill;
  }

  get ledgerFile(): string {
    return join(this.config.dataDir, 'bridge.sqlite');
  }

  get kills(): number {
    return this.ends.filter(({ signal }) => signal === 'SIGKILL').length;
  }

  mishap(effect: 'lose' | 'duplicate'): void {
    const id = `mishap-${++this.mishaps}`;
    this.sandbox.servicenow.faults.add({ id, on: 'webhook', effect: { is: effect }, times: 1 });
  }

  async turn(ms: number): Promise<void> {
    const { state, clock } = this.sandbox;
    turnClock(state, clock, ms);
    if (this.process?.isUp) await this.process.turn(clock.offsetMs);
  }

  async settled(): Promise<void> {
    const { clock } = this.sandbox;
    const from = { real: Date.now(), turned: clock.offsetMs };
    let still = { mark: '', since: Date.now(), step: FIRST_STEP_MS };
    for (let calm = 0; calm < 2;) {
      await pause(LOOK_MS);
      const { rows, mark, due } = this.look();
      calm = rows.length === 0 ? calm + 1 : 0;
      if (calm > 0) continue;
      const spent = Date.now() - from.real;
      if (spent > MOST_REAL_MS || clock.offsetMs - from.turned > MOST_TURNED_MS) {
        this.troubles.push(violation('I1', `does not come to rest: ${rows.join(', ')}`));
        return;
      }
      if (mark !== still.mark || !this.process?.isUp || !due) {
        still = { mark, since: Date.now(), step: FIRST_STEP_MS };
      } else if (Date.now() - still.since > STILL_MS) {
        await this.turn(still.step);
        still = { mark, since: Date.now(), step: Math.min(still.step * 2, MOST_STEP_MS) };
      }
    }
  }

  /** Ends the process where it stands, and hands over what is left for the checkers. */
  async close(): Promise<{ history: History; troubles: Violation[] }> {
    this.over = true;
    await this.process?.kill();
    this.lines.push(...(this.process?.lines ?? []));
    this.sandbox.entra.settle();
    const store = await openSqliteStore(this.ledgerFile);
    try {
      const history = await collect({
        ...{ state: this.sandbox.state, store, before: this.before, log: this.lines },
        ...{ target: this.config.targets[0]!, employeeNumbers: this.instance.employeeNumbers },
        ...{ skewMs: 5_000, end: this.sandbox.clock.now() },
      });
      return { history, troubles: this.troubles };
    } finally {
      await store.close();
      await this.clean();
    }
  }

  private async clean(): Promise<void> {
    for (const one of this.between) await one.close();
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true });
  }

  /** `due`: something is left that time alone may bring about. */
  private look(): { rows: string[]; mark: string; due: boolean } {
    const { servicenow, clock } = this.sandbox;
    const open = openWork(this.ledgerFile, clock.now());
    const onTheirWay = servicenow.nextDueAt() === undefined ? [] : ['a webhook'];
    const unheard = servicenow.desk
      .items()
      .filter((item) => item['approval'] === 'approved' && item['state'] !== '4')
      .filter((item) => !open.decided.has(String(item['sys_id'])))
      .map((item) => `${String(item['number'])} unheard of`);
    const rows = [...open.rows, ...onTheirWay, ...unheard];
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
