import { GraphDirectory } from './adapters/entra/graph-directory.js';
import { GraphEntra } from './adapters/entra/graph-entra.js';
import { Graph } from './adapters/entra/graph.js';
import { tokenSource } from './adapters/entra/token.js';
import { checkConnections } from './check-connections.js';
import { openConnection } from './adapters/http/open-connection.js';
import type { Config } from './config/index.js';
import type { ConnectionSettings, TargetSettings } from './domain/settings.js';
import type { Connector } from './kit/index.js';
import { describeError } from './loop.js';
import { mappingStage } from './mapping/stage.js';
import type { Template } from './mapping/template.js';
import { jobWatch } from './outcome/job.js';
import { outcomeStage } from './outcome/stage.js';
import type { Clock } from './ports/clock.js';
import type { Faults } from './ports/faults.js';
import type { Connection } from './kit/connection.js';
import type { Http } from './ports/http.js';
import type { Log } from './ports/log.js';
import type { Random } from './ports/random.js';
import type { Store } from './ports/store.js';
import type { Worker, Workers } from './ports/worker.js';
import { Replica } from './replica.js';
import { scheduleStage } from './schedule/stage.js';
import { Lane } from './submit/lane.js';
import { leaverWatch } from './submit/leaver-watch.js';
import { SubmitStage } from './submit/stage.js';
import { verifyStage } from './verify/stage.js';
import { writebackStage } from './writeback/stage.js';

/** What is found by scanning folders. */
export interface Plugins {
  connectors: ReadonlyMap<string, Connector>;
  /** By the connector's name. */
  templates: ReadonlyMap<string, Template[]>;
}

/** Everything the bridge stands on; a simulation brings its own. */
export interface Ground {
  config: Config;
  plugins: Plugins;
  clock: Clock;
  random: Random;
  log: Log;
  faults: Faults;
  store: Store;
  /** A way to the given origins and nowhere else; into private networks only where that is meant. */
  http: (origins: readonly string[], allowPrivate: boolean) => Http;
  loop: Workers;
}

/** The bridge put together, at rest. */
export interface Bridge extends Ground {
  connections: Map<string, Connection>;
  /** By the target's name: who acts for it alone. */
  lanes: Map<string, Lane>;
  /** Recovers what the last process left, then turns every stage. */
  start(): Promise<void>;
  /** Claims nothing more, waits for what is under way, closes the store. */
  stop(): Promise<void>;
}

export function compose(ground: Ground): Bridge {
  const { config, loop, store } = ground;
  const connections = openConnections(ground);
  const replica = new Replica(ground);
  const lanes = new Map(
    config.targets.map(({ name }) => [
      name,
      new Lane({ ...ground, target: name, onTaken: () => loop.wake() }),
    ]),
  );
  return {
    ...ground,
    connections,
    lanes,
    async start() {
      await replica.join();
      ground.faults.reach('recovering');
      for (const lane of lanes.values()) await lane.step();
      for (const target of config.targets) {
        startTarget(ground, target, lanes.get(target.name) as Lane);
      }
      for (const connection of connections.values()) startConnection(ground, connection);
      startSchedule(ground);
      if (store.shared) for (const worker of [replica, ...lanes.values()]) loop.start(worker);
      store.nudges.hear(() => loop.wake());
    },
    async stop() {
      await loop.stop();
      await leave(ground, [...lanes.values(), replica]);
      await store.close();
    },
  };
}

/** Frees at once what others would wait for; where that fails, it runs out by itself. */
async function leave({ log }: Ground, parts: { release(): Promise<void> }[]): Promise<void> {
  for (const part of parts) {
    await part.release().catch((error: unknown) => {
      log.warn('lease-not-released', { error: describeError(error) });
    });
  }
}

function openConnections(ground: Ground): Map<string, Connection> {
  const { connectors } = ground.plugins;
  checkConnections(ground.config.connections, connectors);
  return new Map(
    ground.config.connections.map((settings) => {
      const connector = connectors.get(settings.connector) as Connector;
      const { url, allowPrivate = false } = settings;
      const http = ground.http(url ? [url] : [], allowPrivate);
      return [settings.name, openConnection(settings, connector, { ...ground, http })];
    }),
  );
}

function startConnection(ground: Ground, connection: Connection): void {
  const { config, plugins, loop } = ground;
  const own = plugins.templates.get(connection.settings.connector) ?? [];
  const kindOf = (ticket: { catalogItem: string }) =>
    own.find((template) => template.when.catalogItem === ticket.catalogItem)?.kind ?? null;
  const link = (name: string, number: string) =>
    `${config.publicUrl}/t/${name}/${encodeURIComponent(number)}`;
  const keptMs = config.retention.ticketsMs;
  loop.start(verifyStage({ ...ground, connection, kindOf, keptMs }));
  loop.start(writebackStage({ ...ground, connection, link }));
}

function startSchedule({ config, store, clock, faults, loop }: Ground): void {
  const freshness = new Map(
    config.targets.map((target) => [target.name, target.timing.approvalFreshnessMs]),
  );
  const freshnessMs = (target: string) => freshness.get(target) ?? 0;
  loop.start(scheduleStage({ store, clock, faults, freshnessMs }));
}

function startTarget(ground: Ground, target: TargetSettings, lane: Lane): void {
  const { clock, random, loop } = ground;
  const http = ground.http([target.graphUrl, target.authorityUrl], false);
  const graph = new Graph(http, tokenSource(target, http, clock), target.graphUrl);
  const entra = new GraphEntra(graph, target, clock, random);
  const directory = target.directoryRead
    ? new GraphDirectory(graph, target.extensions, random)
    : null;
  for (const [connector, connections] of connectionsOf(ground.config, target)) {
    const templates = ground.plugins.templates.get(connector) ?? [];
    loop.start(mappingStage({ ...ground, target, directory, connections, templates }));
  }
  loop.start(whileHeld(lane, outcomeStage({ ...ground, entra, directory, target })));
  loop.start(whileHeld(lane, jobWatch({ ...ground, entra, target })));
  loop.start(whileHeld(lane, leaverWatch({ ...ground, target })));
  loop.start(new SubmitStage({ ...ground, entra, target, lane }));
}

/** Log and job are read once for all replicas; two that did so at once would only read more. */
function whileHeld(lane: Lane, worker: Worker): Worker {
  return { ...worker, step: async () => (lane.held() ? worker.step() : 0) };
}

/** A target's connections, by connector: each kind of ticket system has templates of its own. */
function connectionsOf(config: Config, target: TargetSettings): Map<string, ConnectionSettings[]> {
  const own = config.connections.filter((connection) => connection.target === target.name);
  return Map.groupBy(own, (connection) => connection.connector);
}
