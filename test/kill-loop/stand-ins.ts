import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { turnClock } from '../../src/sandbox/control/turn-clock.js';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/start.js';
import { directoryOf, type Remains } from '../simulation/collect.js';
import type { FinalUser } from '../simulation/history.js';
import { Instance } from '../simulation/instance.js';
import { SECRET } from './drill-config.js';

/** Kills lose nothing the system has in memory, so a disk in memory shows the same, and faster. */
const DISK = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Both stand-ins, which outlive every bridge process of a drill, and the folder of them all. */
export class StandIns {
  readonly instance: Instance;
  private readonly before: FinalUser[];
  private mishaps = 0;

  private constructor(
    readonly folder: string,
    readonly sandbox: RunningSandbox,
  ) {
    const { servicenow, clock, state } = sandbox;
    const noTimers = () => {
      throw new Error('a drill waits for what happens, not for an hour');
    };
    const time = { now: () => clock.now(), after: noTimers };
    this.instance = new Instance(servicenow, time, () => undefined);
    this.before = directoryOf(state);
  }

  /** Webhooks go to that port. */
  static async open(webhookPort: number): Promise<StandIns> {
    const folder = mkdtempSync(join(DISK, 'jml-drill-'));
    const sandbox = await startSandbox({
      ...{ port: 0, host: '127.0.0.1', dataDir: join(folder, 'sandbox') },
      webhook: {
        url: `http://127.0.0.1:${webhookPort}/webhooks/servicenow-sandbox`,
        secret: SECRET,
      },
    });
    sandbox.entra.configure({ scale: 0, logReads: { calls: 100_000, windowMs: 10_000 } });
    return new StandIns(folder, sandbox);
  }

  get port(): number {
    return Number(new URL(this.sandbox.url).port);
  }

  mishap(effect: 'lose' | 'duplicate'): void {
    const id = `mishap-${++this.mishaps}`;
    this.sandbox.servicenow.faults.add({ id, on: 'webhook', effect: { is: effect }, times: 1 });
  }

  turn(ms: number): void {
    turnClock(this.sandbox.state, this.sandbox.clock, ms);
  }

  /** What the bridge cannot know of yet; it has read back the tickets in `decided`. */
  unheard(decided: ReadonlySet<string>): string[] {
    const { servicenow } = this.sandbox;
    const onTheirWay = servicenow.nextDueAt() === undefined ? [] : ['a webhook'];
    const tickets = servicenow.desk
      .items()
      .filter((item) => item['approval'] === 'approved' && item['state'] !== '4')
      .filter((item) => !decided.has(String(item['sys_id'])))
      .map((item) => `${String(item['number'])} unheard of`);
    return [...onTheirWay, ...tickets];
  }

  /** What they hand over to the checkers, when nothing is under way any more. */
  remains(): Pick<Remains, 'state' | 'before' | 'employeeNumbers' | 'skewMs' | 'end'> {
    const { entra, state, clock } = this.sandbox;
    entra.settle();
    return {
      ...{ state, before: this.before, employeeNumbers: this.instance.employeeNumbers },
      ...{ skewMs: 5_000, end: clock.now() },
    };
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true });
  }
}
