import { connector } from '../../connectors/servicenow/index.js';
import { openNodeSqlite } from '../../src/adapters/sql-store/node-sqlite.js';
import { storeOn } from '../../src/adapters/sql-store/sqlite-store.js';
import type { Plugins } from '../../src/compose.js';
import { loadTemplates } from '../../src/load-templates.js';
import { noFaults } from '../../src/ports/faults.js';
import type { SqliteDatabase } from 'kysely';
import { checkAll } from '../simulation/checkers/index.js';
import { collect, directoryOf } from '../simulation/collect.js';
import type { Violation } from '../simulation/history.js';
import { calm, HOUR, planFrom } from '../simulation/plan.js';
import { SimRandom } from '../simulation/sim-random.js';
import { useVirtualTimers } from '../simulation/virtual-timers.js';
import { World, type WorldOptions } from '../simulation/world.js';
import { endsOrIsTold, tell } from './story.js';

const plugins: Plugins = {
  connectors: new Map([[connector.name, connector]]),
  templates: loadTemplates(['templates']),
};

/** Few looks at a world in which mostly nothing happens. */
const POLL_MS = 12 * HOUR;
/** Longer than a poll, and than any deadline for evidence. */
const SETTLED_MS = 13 * HOUR;

export interface Spoiled {
  through?: WorldOptions['through'];
  /** What stands between the bridge's store and the engine. */
  engine?: (database: SqliteDatabase) => SqliteDatabase;
  /** Told when the store stands on that engine. */
  opened?: () => void;
}

/**
 * The story on simulated time with the whole bridge in this process, for what is injected at so many
 * places that real processes would take hours. Chance is the same in every run.
 */
export async function runInProcess({ through, engine, opened }: Spoiled): Promise<Violation[]> {
  const random = new SimRandom(1);
  const database = openNodeSqlite(':memory:');
  const store = await storeOn(database, { faults: noFaults });
  const hostStore = engine ? await storeOn(engine(database), { faults: noFaults }) : store;
  opened?.();
  const common = { callsPerDay: 2_000, directoryRead: true, deletionGuard: null };
  const plan = { ...calm(planFrom(random.fork())), ...common };
  const options = { hostStore, pollMs: POLL_MS, ...(through ? { through } : {}) };
  const world = new World(random.fork(), plan, plugins, store, options);
  const before = directoryOf(world.state);
  const restore = useVirtualTimers(world.clock);
  try {
    world.settleDown();
    world.startHost();
    await tell(sceneOf(world));
    world.entra.settle();
    const history = await collect({
      ...{ state: world.state, store, before, target: world.config.targets[0]!, log: world.log },
      ...{ employeeNumbers: world.instance.employeeNumbers, skewMs: 0, end: world.clock.now() },
    });
    return [...strays(world, engine !== undefined), ...checkAll(history), ...endsOrIsTold(history)];
  } finally {
    restore();
    await store.close();
    world.state.close();
  }
}

function sceneOf(world: World) {
  const pass = (ms: number) => world.runUntil(world.clock.now() + ms);
  let mishaps = 0;
  return {
    instance: world.instance,
    settled: () => pass(SETTLED_MS),
    turn: pass,
    mishap(effect: 'lose' | 'duplicate') {
      const id = `mishap-${++mishaps}`;
      world.servicenow.faults.add({ id, on: 'webhook', effect: { is: effect }, times: 1 });
    },
  };
}

/** A start that meets a spoiled engine ends, and whoever watches the process starts the next one. */
function strays(world: World, mayFailToStart: boolean): Violation[] {
  const called = world.strays.map((url) => ({ invariant: 'I10', what: `called ${url}` }));
  const died = world.deaths
    .filter((death) => !(mayFailToStart && / start failed: /.test(death)))
    .map((death) => ({ invariant: 'I10', what: `ended: ${death}` }));
  return [...called, ...died];
}
