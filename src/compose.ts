import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { GraphDirectory } from './adapters/entra/graph-directory.js';
import { GraphEntra } from './adapters/entra/graph-entra.js';
import { Graph } from './adapters/entra/graph.js';
import { tokenSource } from './adapters/entra/token.js';
import { AxiosHttp } from './adapters/http/axios-http.js';
import { openConnection } from './adapters/http/open-connection.js';
import { loadConnectors } from './adapters/load-connectors.js';
import { loadTemplates } from './load-templates.js';

import { openSqliteStore } from './adapters/sql-store/sqlite-store.js';
import type { Config } from './config/index.js';
import type { TargetSettings } from './domain/settings.js';
import type { Connector } from './kit/index.js';
import { releaseLeases } from './ledger/claim.js';
import { Loop } from './loop.js';
import { mappingStage } from './mapping/stage.js';
import type { Template } from './mapping/template.js';
import { packageRoot } from './console/package-root.js';
import { jobWatch } from './outcome/job.js';
import { outcomeStage } from './outcome/stage.js';
import type { Clock } from './ports/clock.js';
import type { Connection } from './kit/connection.js';
import type { Log } from './ports/log.js';
import type { Random } from './ports/random.js';
import type { Store } from './ports/store.js';
import { scheduleStage } from './schedule/stage.js';
import { SubmitStage } from './submit/stage.js';
import { verifyStage } from './verify/stage.js';
import { writebackStage } from './writeback/stage.js';

export interface Ground {
  config: Config;
  clock: Clock;
  random: Random;
  log: Log;
}

/** The bridge put together, at rest. */
export interface Bridge extends Ground {
  store: Store;
  connections: Map<string, Connection>;
  templates: Map<string, Template[]>;
  loop: Loop;
  /** Recovers what the last process left, then turns every stage. */
  start(): Promise<void>;
  /** Claims nothing more, waits for what is under way, closes the store. */
  stop(): Promise<void>;
}

export async function compose(ground: Ground): Promise<Bridge> {
  const { config, clock, log } = ground;
  const root = packageRoot(import.meta.filename);
  const connectors = await loadConnectors([connectorFolder(root), ...config.connectorsDirs]);
  const templates = loadTemplates([join(root, 'templates'), ...config.templatesDirs]);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const store = await openSqliteStore(join(config.dataDir, 'bridge.sqlite'));
  const connections = openConnections(ground, connectors);
  const loop = new Loop(clock, log);
  const submits: SubmitStage[] = [];
  return {
    ...ground,
    store,
    connections,
    templates,
    loop,
    async start() {
      await store.write((tx) => releaseLeases(tx, clock.now()));
      for (const target of config.targets)
        submits.push(startTarget(ground, store, loop, target, connections, templates));
      for (const submit of submits) await submit.recover();
      for (const submit of submits) loop.start(submit);
      startConnections(ground, store, loop, connections, templates);
      const freshness = new Map(
        config.targets.map((target) => [target.name, target.timing.approvalFreshnessMs]),
      );
      loop.start(
        scheduleStage({ store, clock, freshnessMs: (target) => freshness.get(target) ?? 0 }),
      );
    },
    async stop() {
      await loop.stop();
      await store.close();
    },
  };
}

/** Compiled connectors lie beside compiled sources. */
function connectorFolder(root: string): string {
  return import.meta.filename.includes(`${join(root, 'dist')}`)
    ? join(root, 'dist', 'connectors')
    : join(root, 'connectors');
}

function openConnections(
  { config, clock, random, log }: Ground,
  connectors: Map<string, Connector>,
): Map<string, Connection> {
  return new Map(
    config.connections.map((settings) => {
      const connector = connectors.get(settings.connector);
      if (!connector) {
        throw new Error(
          `connection ${settings.name}: there is no connector ${settings.connector}; found ${[...connectors.keys()].join(', ')}`,
        );
      }
      return [settings.name, openConnection(settings, connector, { clock, random, log })];
    }),
  );
}

function startConnections(
  { config, clock, random, log }: Ground,
  store: Store,
  loop: Loop,
  connections: Map<string, Connection>,
  templates: Map<string, Template[]>,
): void {
  for (const connection of connections.values()) {
    const own = templates.get(connection.settings.connector) ?? [];
    const kindOf = (ticket: { catalogItem: string }) =>
      own.find((template) => template.when.catalogItem === ticket.catalogItem)?.kind ?? null;
    const deps = { store, clock, random, log, connection };
    const link = (name: string, number: string) =>
      `${config.publicUrl}/t/${name}/${encodeURIComponent(number)}`;
    loop.start(verifyStage({ ...deps, kindOf }));
    loop.start(writebackStage({ ...deps, link }));
  }
}

function startTarget(
  { clock, random, log }: Ground,
  store: Store,
  loop: Loop,
  target: TargetSettings,
  connections: Map<string, Connection>,
  templates: Map<string, Template[]>,
): SubmitStage {
  const http = new AxiosHttp([target.graphUrl, target.authorityUrl]);
  const graph = new Graph(http, tokenSource(target, http, clock), target.graphUrl);
  const entra = new GraphEntra(graph, target, clock, random);
  const directory = target.directoryRead
    ? new GraphDirectory(graph, target.extensions, random)
    : null;
  const own = [...connections.values()].filter(({ settings }) => settings.target === target.name);
  for (const connector of new Set(own.map(({ settings }) => settings.connector))) {
    const named = own
      .filter(({ settings }) => settings.connector === connector)
      .map(({ settings }) => settings);
    loop.start(
      mappingStage({
        store,
        clock,
        random,
        log,
        target,
        directory,
        connections: named,
        templates: templates.get(connector) ?? [],
      }),
    );
  }
  loop.start(outcomeStage({ store, clock, random, entra, directory, target, log }));
  loop.start(jobWatch({ store, clock, entra, target, log }));
  return new SubmitStage({ store, clock, random, entra, target, log });
}
