import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migratePostgres, openPostgresStore } from '../../src/adapters/sql-store/postgres-store.js';
import type { Config } from '../../src/config/index.js';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/start.js';
import { drillConfig, SECRET } from '../kill-loop/drill-config.js';
import { freePort } from '../kill-loop/free-port.js';
import { keep } from '../kill-loop/run-drill.js';
import { endsAs } from '../kill-loop/story.js';
import { checkAll } from '../simulation/checkers/index.js';
import { collect, directoryOf } from '../simulation/collect.js';
import { violation, type FinalUser, type History, type Violation } from '../simulation/history.js';
import { Instance } from '../simulation/instance.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { Balancer } from './balancer.js';
import { Crew } from './crew.js';
import { laneViolations } from './lane-log.js';
import { Replica } from './replica.js';
import { SharedLedger } from './shared-ledger.js';

export interface ClusterOptions {
  replicas: number;
  /** How far the machine's clock of each replica is off; none where there is nothing for it. */
  skewsMs?: readonly number[];
  /** Small, so that these limits are met. */
  limits?: Partial<Config['targets'][number]['limits']>;
  /** The database as each replica reaches it. */
  reach?: (url: string, replica: number) => string;
}

const DISK = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const LOOK_MS = 100;
/** A replica that died holds what it claimed for half a minute, and may have been the second to. */
const MOST_MS = 150_000;
const SKEW_MS = 5_000;

/** Replicas, real processes, on one database behind a load balancer, and the stand-ins. */
export class Cluster {
  readonly crew: Crew;
  readonly troubles: Violation[] = [];
  private readonly before: FinalUser[];

  private constructor(
    private readonly folder: string,
    private readonly database: TestDatabase,
    readonly sandbox: RunningSandbox,
    readonly replicas: readonly Replica[],
    readonly balancer: Balancer,
    readonly ledger: SharedLedger,
  ) {
    const { servicenow, clock, state } = sandbox;
    const noTimers = () => {
      throw new Error('replicas run on real time');
    };
    const time = { now: () => clock.now(), after: noTimers };
    this.crew = new Crew(new Instance(servicenow, time, () => undefined));
    this.before = directoryOf(state);
  }

  static async open(options: ClusterOptions): Promise<Cluster> {
    const folder = mkdtempSync(join(DISK, 'jml-replicas-'));
    const database = await testDatabase();
    await migratePostgres(database.url, 'migrate');
    const ports = await portsFor(options.replicas);
    const balancer = await Balancer.before(ports);
    const sandbox = await sandboxFor(folder, balancer.port, options);
    const replicas = ports.map((port, index) => {
      const config = configOf({ port, folder, sandbox, database, index }, options);
      return new Replica(config, options.skewsMs?.[index] ?? 0);
    });
    const ledger = await SharedLedger.look(database.url);
    const cluster = new Cluster(folder, database, sandbox, replicas, balancer, ledger);
    await Promise.all(replicas.map((replica) => replica.start()));
    return cluster;
  }

  get now(): number {
    return this.sandbox.clock.now();
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  /** The replica that has the lane; none between two holders. */
  async laneHolder(): Promise<Replica | undefined> {
    const pid = await this.ledger.laneHolder(this.now);
    return this.replicas.find((replica) => replica.pid === pid);
  }

  /** Resolves when a condition holds; throws where it never does. */
  async until(what: string, holds: () => Promise<boolean>, withinMs = MOST_MS): Promise<number> {
    const from = performance.now();
    while (!(await holds())) {
      if (performance.now() - from > withinMs) throw new Error(`never came about: ${what}`);
      await pause(LOOK_MS);
    }
    return performance.now() - from;
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    let rows: string[] = [];
    let calm = 0;
    const isCalm = async () => {
      rows = await this.openRows();
      calm = rows.length === 0 ? calm + 1 : 0;
      return calm === 2;
    };
    await this.until('rest', isCalm).catch(() => {
      this.troubles.push(violation('I1', `does not come to rest: ${rows.join(', ')}`));
    });
  }

  /** What the ledger, and the ticket system, say is not finished. */
  async openRows(): Promise<string[]> {
    const { servicenow } = this.sandbox;
    const open = await this.ledger.openWork(this.now);
    const unheard = servicenow.desk
      .items()
      .filter((item) => item['approval'] === 'approved' && item['state'] !== '4')
      .filter((item) => !open.decided.has(String(item['sys_id'])))
      .map((item) => `${String(item['number'])} unheard of`);
    return [...open.rows, ...unheard];
  }

  /** Ends all processes where they stand; what the checkers find in what is left. */
  async close(): Promise<Violation[]> {
    await Promise.all(this.replicas.map((replica) => replica.end()));
    this.sandbox.entra.settle();
    const history = await this.history();
    await this.clean();
    const { ends } = this.crew;
    const found = [
      ...this.troubles,
      ...this.replicas.flatMap(({ troubles }) => troubles),
      ...checkAll(history),
      ...laneViolations(history.log),
      ...throttled(history),
      ...endsAs(ends, history),
    ];
    if (found.length > 0) keep(history);
    return found;
  }

  private async history(): Promise<History> {
    const store = await openPostgresStore(this.database.url);
    const [first] = this.replicas as [Replica];
    try {
      return await collect({
        ...{ state: this.sandbox.state, store, before: this.before, skewMs: SKEW_MS },
        ...{ target: first.config.targets[0]!, end: this.now },
        employeeNumbers: this.crew.instance.employeeNumbers,
        log: this.replicas.flatMap(({ lines }) => lines),
      });
    } finally {
      await store.close();
    }
  }

  private async clean(): Promise<void> {
    await this.ledger.close();
    await this.balancer.close();
    await this.sandbox.close();
    await this.database.drop();
    rmSync(this.folder, { recursive: true });
  }
}

/** Entra was asked more than it allows, and said so. */
function throttled({ events }: History): Violation[] {
  return events
    .filter(({ op, status }) => op === 'bulkUpload' && status === 429)
    .map(({ at }) => violation('I9', `throttled at ${new Date(at).toISOString()}`));
}

async function portsFor(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  return ports;
}

async function sandboxFor(
  folder: string,
  port: number,
  { limits = {} }: ClusterOptions,
): Promise<RunningSandbox> {
  const sandbox = await startSandbox({
    ...{ port: 0, host: '127.0.0.1', dataDir: join(folder, 'sandbox') },
    webhook: { url: `http://127.0.0.1:${port}/webhooks/servicenow-sandbox`, secret: SECRET },
  });
  sandbox.entra.configure({
    ...{ scale: 0, logReads: { calls: 100_000, windowMs: 10_000 } },
    ...(limits.callsPerWindow ? { burst: { calls: limits.callsPerWindow, windowMs: 5_000 } } : {}),
    ...(limits.callsPerDay ? { dailyCalls: { P1: limits.callsPerDay } } : {}),
  });
  return sandbox;
}

interface Place {
  port: number;
  folder: string;
  sandbox: RunningSandbox;
  database: TestDatabase;
  index: number;
}

function configOf(
  { port, folder, sandbox, database, index }: Place,
  { limits = {}, reach = (url) => url }: ClusterOptions,
): Config {
  const upstream = Number(new URL(sandbox.url).port);
  const config = drillConfig({
    ...{ port, dataDir: join(folder, `replica-${index}`) },
    ...{ entraPort: upstream, servicenowPort: upstream },
  });
  return {
    ...{ ...config, databaseUrl: reach(database.url, index), logLevel: 'info' },
    targets: config.targets.map((target) => ({
      ...target,
      limits: { ...target.limits, ...limits },
    })),
  };
}
