import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sandboxConfig, type Config } from '../../src/config/index.js';
import { DEFAULT_TIMING } from '../../src/config/target-defaults.js';
import { freePort } from '../kill-loop/free-port.js';
import { SECRET } from '../kill-loop/drill-config.js';
import { testDatabase, type TestDatabase } from '../support/database-server.js';
import { Program } from './program.js';

export const REPLICAS = 2;
const IS_LANE = `name like 'target:%'`;

/** Two replicas on a database of their own, the stand-ins, each in a process of its own. */
export class DrainWorld {
  readonly log: string[] = [];
  private replicas: Program[] = [];
  private resting: Promise<void> | null = null;

  private constructor(
    private readonly folder: string,
    private readonly database: TestDatabase,
    private readonly ports: readonly number[],
    readonly sandbox: Program,
    readonly configs: readonly Config[],
    readonly db: pg.Client,
  ) {}

  /** As new, or as another world stands that is at rest. */
  static async open(like?: DrainWorld): Promise<DrainWorld> {
    const folder = mkdtempSync(join(tmpdir(), 'jml-bench-'));
    const database = await testDatabase(like?.database);
    if (like) copyFileSync(like.stateFile, stateFileIn(folder));
    const db = new pg.Client({ connectionString: database.url });
    await db.connect();
    await db.query(timeTurnedBy(0));
    const [sandboxPort, ...ports] = await freePorts(1 + REPLICAS);
    const sandbox = await Program.start('sandbox');
    await sandbox.ask('run', {
      ...{ port: sandboxPort, host: '127.0.0.1', dataDir: folder, speed: 'demo' },
      webhook: { url: `http://127.0.0.1:${ports[0]}/webhooks/servicenow-sandbox`, secret: SECRET },
    });
    const configs = ports.map((port) =>
      configOf({ port, sandboxPort: sandboxPort!, dataDir: folder, databaseUrl: database.url }),
    );
    return new DrainWorld(folder, database, ports, sandbox, configs, db);
  }

  get stateFile(): string {
    return stateFileIn(this.folder);
  }

  async startAll(): Promise<void> {
    for (const replica of this.ports.keys()) await this.start(replica);
  }

  async start(replica: number): Promise<void> {
    const program = (this.replicas[replica] = await Program.start('bridge'));
    await program.ask('run', { config: this.configs[replica] });
  }

  async end(replica: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const program = this.replicas[replica];
    await program?.end(signal);
    this.log.push(...(program?.lines.splice(0) ?? []));
  }

  async endAll(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await Promise.all(this.replicas.map((_, replica) => this.end(replica, signal)));
  }

  async turn(ms: number): Promise<void> {
    await this.sandbox.ask('turn', { ms });
    await this.db.query(timeTurnedBy(ms));
  }

  async count(query: string): Promise<number> {
    const { rows } = await this.db.query<{ count: string }>(query);
    return Number(rows[0]?.count);
  }

  /** Grows with each replica that takes the lane. */
  fence(): Promise<number> {
    return this.count(`select coalesce(max(fence), 0) as count from lease where ${IS_LANE}`);
  }

  async holdsLane(replica: number): Promise<boolean> {
    const { rows } = await this.db.query<{ holder: string }>(
      `select holder from lease where ${IS_LANE}`,
    );
    return rows[0]?.holder.includes(`-${this.replicas[replica]?.pid}-`) ?? false;
  }

  /** Everything ends, and what it wrote stays. */
  rest(): Promise<void> {
    this.resting ??= this.endEverything();
    return this.resting;
  }

  async close(): Promise<void> {
    await this.endAll('SIGKILL');
    await this.rest();
    await this.database.drop();
    rmSync(this.folder, { recursive: true });
  }

  private async endEverything(): Promise<void> {
    await this.endAll();
    await this.sandbox.ask('close');
    await this.sandbox.end('SIGKILL');
    await this.db.end();
  }
}

function stateFileIn(folder: string): string {
  return join(folder, 'sandbox.sqlite');
}

/** Replicas go by the database's time; this stands before the server's own function in their path. */
function timeTurnedBy(ms: number): string {
  return `create or replace function public.clock_timestamp() returns timestamptz language sql volatile
    as $$ select pg_catalog.clock_timestamp() + interval '${ms} milliseconds' $$`;
}

interface Places {
  port: number;
  sandboxPort: number;
  dataDir: string;
  databaseUrl: string;
}

/**
 * Times as in production, but that somebody in doubt is sent again after a minute and not after
 * half an hour, and that evidence is looked for sooner.
 */
function configOf({ databaseUrl, ...places }: Places): Config {
  const config = sandboxConfig({ ...places, logLevel: 'warn' }, () => SECRET);
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c search_path=public,pg_catalog');
  const timing = { ...DEFAULT_TIMING, checkAfterMs: [30_000, 60_000, 120_000], doubtMs: 60_000 };
  return {
    ...config,
    ...{ sandbox: false, databaseUrl: url.href },
    connections: config.connections.map((one) => ({ ...one, sweep: '0 */5 * * * *' })),
    targets: config.targets.map((target) => ({ ...target, timing })),
  };
}

async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  return ports;
}
