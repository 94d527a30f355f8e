import { GraphDirectory } from './adapters/entra/graph-directory.js';
import { GraphEntra } from './adapters/entra/graph-entra.js';
import { Graph } from './adapters/entra/graph.js';
import { tokenSource } from './adapters/entra/token.js';
import { checkConnections } from './check-connections.js';
import { openConnection } from './adapters/http/open-connection.js';
import type { Config } from './config/index.js';
import type { ConnectionSettings, TargetSettings } from './domain/settings.js';
import type { Connector } from './kit/index.js';
import { releaseLeases } from './ledger/claim.js';
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
import type { Workers } from './ports/worker.js';
import { scheduleStage } from './schedule/stage.js';
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
  /** Recovers what the last process left, then turns every stage. */
  start(): Promise<void>;
  /** Claims nothing more, waits for what is under way, closes the store. */
  stop(): Promise<void>;
}

export function compose(ground: Ground): Bridge {
  const { config, store, clock, loop } = ground;
  const connections = openConnections(ground);
  return {
    ...ground,
    connections,
    async start() {
      await store.write((tx) => releaseLeases(tx, clock.now()));
      ground.faults.reach('recovering');
      const submits = config.targets.map((target) => startTarget(ground, target));
      for (const submit of submits) await submit.recover();
      for (const submit of submits) loop.start(submit);
      for (const connection of connections.values()) startConnection(ground, connection);
      startSchedule(ground);
    },
    async stop() {
      await loop.stop();
      await store.close();
    },
  };
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
  loop.start(verifyStage({ ...ground, connection, kindOf }));
  loop.start(writebackStage({ ...ground, connection, link }));
}

function startSchedule({ config, store, clock, faults, loop }: Ground): void {
  const freshness = new Map(
    config.targets.map((target) => [target.name, target.timing.approvalFreshnessMs]),
  );
  const freshnessMs = (target: string) => freshness.get(target) ?? 0;
  loop.start(scheduleStage({ store, clock, faults, freshnessMs }));
}

function startTarget(ground: Ground, target: TargetSettings): SubmitStage {
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
  loop.start(outcomeStage({ ...ground, entra, directory, target }));
  loop.start(jobWatch({ ...ground, entra, target }));
  loop.start(leaverWatch({ ...ground, target }));
  return new SubmitStage({ ...ground, entra, target });
}

/** A target's connections, by connector: each kind of ticket system has templates of its own. */
function connectionsOf(config: Config, target: TargetSettings): Map<string, ConnectionSettings[]> {
  const own = config.connections.filter((connection) => connection.target === target.name);
  return Map.groupBy(own, (connection) => connection.connector);
}
