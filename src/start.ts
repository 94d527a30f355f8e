import { mkdirSync } from 'node:fs';
import { AxiosHttp } from './adapters/http/axios-http.js';
import { DatabaseClock } from './adapters/database-clock.js';
import { ownLedger } from './adapters/sql-store/own-ledger.js';
import { openStore } from './adapters/sql-store/open-store.js';
import { SteadyClock } from './adapters/steady-clock.js';
import { systemClock } from './adapters/system-clock.js';
import { systemRandom } from './adapters/system-random.js';
import { createLog } from './adapters/winston-log.js';
import { clockWatch } from './clock-watch.js';
import { closeServer } from './close-server.js';
import { compose, type Bridge, type Ground } from './compose.js';
import type { Config } from './config/index.js';
import { createSignIn, type Access } from './console/access.js';
import { loadPlugins } from './load-plugins.js';
import { describeError, Loop } from './loop.js';
import { noFaults } from './ports/faults.js';
import type { Clock } from './ports/clock.js';
import type { Log } from './ports/log.js';
import type { Store } from './ports/store.js';
import type { Worker } from './ports/worker.js';
import { startSandbox, type RunningSandbox } from './sandbox/start.js';
import { startForgetting } from './forget-nightly.js';
import { listen } from './server.js';
import { startSweeps } from './sweep.js';

export interface Running {
  /** Where the console is; carries a one-time code where people must sign in. */
  consoleUrl: string;
  sandboxUrl: string | null;
  stop(): Promise<void>;
}

/** What whoever starts the bridge may bring instead of the real thing, e.g. another clock. */
export type Brought = Partial<Pick<Ground, 'clock' | 'faults' | 'loop'>>;

/** Starts everything the configuration asks for: sandbox, bridge, server, sweeps. */
export async function start(config: Config, brought: Brought = {}): Promise<Running> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const log = createLog(config.logLevel);
  const release = ownLedger(config);
  const store = await openStore(config, {
    mode: config.migrateAtStart ? 'migrate' : 'check',
    ...(brought.faults ? { faults: brought.faults } : {}),
    onSyncFailed: (error) => endAtOnce(log, error),
  });
  const sandbox = config.sandbox ? await sandboxFor(config) : null;
  // The bridge goes by the sandbox's clock, so that turning it reaches day one in a moment.
  const { clock, keeper } = await timeFor(brought.clock ?? sandbox?.clock, store, log);
  const bridge = await buildBridge(config, { faults: noFaults, ...brought, clock, store, log });
  const signIn = createSignIn({ clock, random: systemRandom });
  const access: Access = config.sandbox
    ? { kind: 'open-on-loopback', signIn }
    : { kind: 'loopback', signIn };
  await bridge.start();
  bridge.loop.start(keeper);
  const server = await listen(bridge, access);
  const scheduled = [...startSweeps(bridge), startForgetting(bridge)];
  return {
    consoleUrl: config.sandbox
      ? config.publicUrl
      : `${config.publicUrl}/sign-in?code=${signIn.issue()}`,
    sandboxUrl: sandbox?.url ?? null,
    async stop() {
      for (const task of scheduled) await task.stop();
      // The sandbox's clock may be turned; what is waited for here is the machine's.
      await closeServer(server, systemClock);
      await bridge.stop();
      await sandbox?.close();
      release();
    },
  };
}

interface Time {
  clock: Clock;
  /** Keeps the clock right, or tells people that it is not. */
  keeper: Worker;
}

/** Replicas go by the time of the database they share; one alone by its machine's, kept steady. */
async function timeFor(given: Clock | undefined, store: Store, log: Log): Promise<Time> {
  if (store.shared && !given) {
    const clock = await DatabaseClock.open(store.read, systemClock);
    return { clock, keeper: clock };
  }
  const clock = new SteadyClock(given ?? systemClock);
  return { clock, keeper: clockWatch({ store, clock, log }) };
}

/** The bridge on the real ground: this machine's disk, network and chance. */
async function buildBridge(
  config: Config,
  ground: Brought & Pick<Ground, 'clock' | 'faults' | 'store' | 'log'>,
): Promise<Bridge> {
  const { clock, log } = ground;
  return compose({
    config,
    plugins: await loadPlugins(config),
    random: systemRandom,
    http: (origins, allowPrivate) => new AxiosHttp(origins, { allowPrivate }),
    loop: new Loop(clock, log),
    ...ground,
  });
}

/** Better to stop than to go on wrong: the next process reads from the disk what really is there. */
function endAtOnce(log: Log, error: unknown): void {
  log.error('store-sync-failed', { error: describeError(error) });
  process.exit(1);
}

function sandboxFor(config: Config): Promise<RunningSandbox> {
  const connection = config.connections.find(
    ({ url }) => url === `http://127.0.0.1:${config.sandboxPort}/servicenow`,
  );
  const secret =
    connection?.proof.kind === 'standard-webhooks' ? (connection.proof.secrets[0] ?? '') : '';
  return startSandbox({
    port: config.sandboxPort,
    host: '127.0.0.1',
    dataDir: config.dataDir,
    webhook: {
      url: `http://127.0.0.1:${config.port}/webhooks/${connection?.name ?? 'servicenow-sandbox'}`,
      secret,
    },
    speed: 'demo',
  });
}
