import { join } from 'node:path';
import { openPostgresStore } from '../../src/adapters/sql-store/postgres-store.js';
import type { Config } from '../../src/config/index.js';
import { drillConfig } from '../kill-loop/drill-config.js';
import { freePort } from '../kill-loop/free-port.js';
import { settle, type Look } from '../kill-loop/settle.js';
import { StandIns } from '../kill-loop/stand-ins.js';
import type { Scene } from '../kill-loop/story.js';
import { collect } from '../simulation/collect.js';
import type { History, Violation } from '../simulation/history.js';
import type { Instance } from '../simulation/instance.js';
import { Balancer } from './balancer.js';
import { TURN } from './database-time.js';
import { oneHolder, type LaneTrail } from './lane-trail.js';
import { Replica, type ReplicaOptions } from './replica.js';
import { SharedLedger } from './shared-ledger.js';

/** Seldom enough not to take from the replicas the processor they share. */
const LOOK_MS = 100;
const MOST_REAL_MS = 120_000;

/** The replica, and its own way to the database. */
export interface ReplicaPlace extends ReplicaOptions {
  databaseUrl?: string;
}

export interface ReplicaDrillOptions {
  replicas: number;
  ledger?: SharedLedger;
  /** What that replica is like. */
  each?: (index: number) => ReplicaPlace;
  /** What differs from a drill's usual configuration. */
  configure?: (config: Config) => Config;
}

export interface Remnants {
  history: History;
  trail: LaneTrail;
  troubles: Violation[];
}

/** Several bridges on one database, each a real process, behind a balancer; and both stand-ins. */
export class ReplicaDrill implements Scene {
  private readonly troubles: Violation[] = [];

  private constructor(
    readonly standIns: StandIns,
    readonly balancer: Balancer,
    readonly ledger: SharedLedger,
    readonly replicas: readonly Replica[],
    private readonly config: Config,
  ) {}

  static async open(options: ReplicaDrillOptions): Promise<ReplicaDrill> {
    const ledger = options.ledger ?? (await SharedLedger.open());
    const balancer = await Balancer.open();
    const standIns = await StandIns.open(balancer.port);
    const ports = await freePorts(options.replicas);
    const { configure = (config) => config, each = (): ReplicaPlace => ({}) } = options;
    const configs = ports.map((port, index) => {
      const dataDir = join(standIns.folder, `replica-${index + 1}`);
      const upstreams = { entraPort: standIns.port, servicenowPort: standIns.port };
      return configure(drillConfig({ port, dataDir, ...upstreams }));
    });
    const replicas = configs.map((config, index) => {
      const { databaseUrl, ...kind } = each(index);
      const urlFor = (name: string) => ledger.urlFor(name, databaseUrl);
      const configOf = (name: string) => ({ ...config, databaseUrl: urlFor(name) });
      return new Replica(`replica-${index + 1}`, configOf, kind);
    });
    balancer.before(ports);
    const [config] = configs as [Config];
    const drill = new ReplicaDrill(standIns, balancer, ledger, replicas, config);
    await Promise.all(replicas.map((replica) => replica.start()));
    return drill;
  }

  get instance(): Instance {
    return this.standIns.instance;
  }

  now(): number {
    return this.standIns.sandbox.clock.now();
  }

  /** How many Entra has had so far. */
  calls(): number {
    const events = this.standIns.sandbox.state.history();
    return events.filter(({ json }) => json.includes('"op":"bulkUpload"')).length;
  }

  mishap(effect: 'lose' | 'duplicate'): void {
    this.standIns.mishap(effect);
  }

  /** The one that has the lane, as the ledger has it. */
  async holder(): Promise<Replica | null> {
    const held = await this.ledger.holder();
    return this.replicas.find(({ pid }) => pid === held?.pid) ?? null;
  }

  async turn(ms: number): Promise<void> {
    const alive = this.replicas.filter(({ isUp }) => isUp).map(({ pid }) => pid);
    await this.ledger.ask(TURN, [ms, alive.join('|') || '0']);
    this.standIns.turn(ms);
    const { offsetMs } = this.standIns.sandbox.clock;
    await Promise.all(this.replicas.map((replica) => replica.turn(offsetMs)));
  }

  async settled(): Promise<void> {
    const troubles = await settle({
      look: () => this.look(),
      turn: (ms) => this.turn(ms),
      isUp: () => this.replicas.every(({ isUp, isPaused }) => isUp && !isPaused),
      turnedMs: () => this.standIns.sandbox.clock.offsetMs,
      ...{ lookMs: LOOK_MS, mostRealMs: MOST_REAL_MS },
    });
    this.troubles.push(...troubles);
  }

  /** Ends every process where it stands, and hands over what is left for the checkers. */
  async close(): Promise<Remnants> {
    await Promise.all(this.replicas.map((replica) => replica.end('SIGKILL')));
    const store = await openPostgresStore(this.ledger.url);
    try {
      const log = this.replicas.flatMap(({ lines }) => lines);
      const target = this.config.targets[0]!;
      const history = await collect({ ...this.standIns.remains(), store, target, log });
      const trail = await this.ledger.laneTrail();
      const pids = new Map(this.replicas.flatMap((one) => [...one.pids]));
      const ends = this.replicas.flatMap(({ troubles }) => troubles);
      const lane = oneHolder(trail, history, pids);
      return { history, trail, troubles: [...this.troubles, ...ends, ...lane] };
    } finally {
      await store.close();
      await this.balancer.close();
      await this.standIns.close();
      await this.ledger.close();
    }
  }

  private async look(): Promise<Look> {
    const open = await this.ledger.open(this.now());
    if (!open) return { rows: ['no answer'], mark: '', due: false };
    const rows = [...open.rows, ...this.standIns.unheard(open.decided)];
    return { rows, mark: open.mark, due: open.rows.length > 0 };
  }
}

async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  return ports;
}
