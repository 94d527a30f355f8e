import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type StorePlace } from '../../src/adapters/sql-store/open-store.js';
import { sandboxConfig, type Config } from '../../src/config/index.js';
import { freePort } from '../kill-loop/free-port.js';
import { SECRET } from '../kill-loop/drill-config.js';
import { testDatabase } from '../support/database-server.js';
import type { Fired } from './generator.js';
import { machineBusyMs, postgresMs } from './processor-time.js';
import { Program } from './program.js';

export interface Arrangement {
  name: string;
  replicas: number;
  /** On PostgreSQL; else on a file. */
  shared: boolean;
}

export interface IntakeLoad {
  seconds: number;
  inFlight: number;
}

export interface IntakeFigures {
  rate: number;
  p50Ms: number;
  p99Ms: number;
  /** Cores in use on average. */
  bridgeCores: number;
  postgresCores: number;
  loadCores: number;
  /** What else the machine did meanwhile. */
  otherCores: number;
}

/** So long until the engine has compiled what runs often. */
const WARM_MS = 2_000;
/** More than any machine of today takes in. */
const MOST_PER_SECOND = 8_000;

/** One round of one arrangement, from an empty store to its end. */
export async function measureIntake(
  { replicas, shared }: Arrangement,
  load: IntakeLoad,
): Promise<IntakeFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'jml-bench-'));
  const database = shared ? await testDatabase() : null;
  const place = { dataDir: folder, databaseUrl: database?.url };
  const programs: Program[] = [];
  try {
    const ports: number[] = [];
    for (let count = 0; count < replicas; count++) {
      const port = await freePort();
      const bridge = await Program.start('bridge');
      programs.push(bridge);
      await bridge.ask('run', { config: configOf(place, port), intakeOnly: true });
      ports.push(port);
    }
    return await fire(programs, ports, place, load);
  } finally {
    for (const program of programs) await program.end('SIGTERM');
    await database?.drop();
    rmSync(folder, { recursive: true });
  }
}

/** Without a limit to the sender's rate, which is what would be measured otherwise. */
function configOf(place: StorePlace, port: number): Config {
  const config = sandboxConfig({ port, dataDir: place.dataDir, logLevel: 'warn' }, () => SECRET);
  const rate = { perSecond: 1_000_000, burst: 1_000_000 };
  return {
    ...config,
    ...{ sandbox: false, databaseUrl: place.databaseUrl },
    connections: config.connections.map((one) => ({ ...one, rate, sweep: '' })),
  };
}

async function fire(
  bridges: readonly Program[],
  ports: readonly number[],
  place: StorePlace,
  { seconds, inFlight }: IntakeLoad,
): Promise<IntakeFigures> {
  const generator = await Program.start('generator');
  try {
    const deliveries = MOST_PER_SECOND * (seconds + WARM_MS / 1000);
    await generator.ask('prepare', { ports, inFlight, deliveries });
    const warm = await generator.ask<Fired>('fire', { ms: WARM_MS });
    const before = await usage(bridges, generator);
    const fired = await generator.ask<Fired>('fire', { ms: seconds * 1000 });
    const after = await usage(bridges, generator);
    await demandStored(place, [warm, fired]);
    const cores = (part: keyof Usage) => (after[part] - before[part]) / 1000 / fired.seconds;
    const own = cores('bridges') + (cores('postgres') || 0) + cores('load');
    return {
      ...{ rate: fired.answered / fired.seconds, p50Ms: fired.p50Ms, p99Ms: fired.p99Ms },
      ...{ bridgeCores: cores('bridges'), postgresCores: cores('postgres') },
      ...{ loadCores: cores('load'), otherCores: cores('machine') - own },
    };
  } finally {
    await generator.end('SIGKILL');
  }
}

type Usage = Record<'bridges' | 'postgres' | 'load' | 'machine', number>;

async function usage(bridges: readonly Program[], generator: Program): Promise<Usage> {
  const own = await Promise.all(bridges.map((bridge) => bridge.ask<number>('cpuMs')));
  const load = await generator.ask<number>('cpuMs');
  const sum = own.reduce((all, ms) => all + ms, 0);
  return { bridges: sum, load, postgres: postgresMs(), machine: machineBusyMs() };
}

/** A rate counts only where everything was answered 2xx and stands in the store. */
async function demandStored(place: StorePlace, all: readonly Fired[]): Promise<void> {
  const refused = all.flatMap(({ others }) => Object.entries(others));
  if (refused.length > 0) throw new Error(`answered otherwise: ${JSON.stringify(refused)}`);
  const store = await openStore(place, { mode: 'check' });
  const { stored } = await store.read
    .selectFrom('delivery')
    .select((eb) => eb.fn.countAll<number>().as('stored'))
    .where('status', '=', 202)
    .executeTakeFirstOrThrow();
  await store.close();
  const answered = all.reduce((sum, one) => sum + one.answered, 0);
  if (Number(stored) !== answered)
    throw new Error(`answered ${answered} deliveries with 2xx, stored ${stored}`);
}
