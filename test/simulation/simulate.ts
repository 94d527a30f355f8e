import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import type { Plugins } from '../../src/compose.js';
import { checkAll } from './checkers/index.js';
import { collect, directoryOf } from './collect.js';
import type { History, Violation } from './history.js';
import { HOUR, planFrom, type FaultPlan } from './plan.js';
import { SimRandom } from './sim-random.js';
import { useVirtualTimers } from './virtual-timers.js';
import { scheduleWork } from './workload.js';
import { START, World } from './world.js';

/** Faults strike until then; what is left has the rest of the time to come to an end. */
const TROUBLE_MS = 12 * HOUR;
const LENGTH_MS = 40 * HOUR;

export interface Report {
  seed: number;
  violations: Violation[];
  deaths: string[];
  plan: FaultPlan;
  history: History;
}

/** One world from its seed: a day of work and faults, then as long in peace until all must be settled. */
export async function simulate(seed: number, plugins: Plugins): Promise<Report> {
  const random = new SimRandom(seed);
  const plan = planFrom(random.fork());
  const store = await openSqliteStore(':memory:');
  const world = new World(random.fork(), plan, plugins, store);
  const before = directoryOf(world.state);
  const restore = useVirtualTimers(world.clock);
  try {
    scheduleWork(world.instance, random.fork(), plan);
    world.scheduleFaults(START + TROUBLE_MS);
    world.startHost();
    await world.runUntil(START + TROUBLE_MS);
    world.settleDown();
    await world.runUntil(START + LENGTH_MS);
    world.entra.settle();
    const history = await collect({
      ...{ state: world.state, store, before, target: world.config.targets[0]!, log: world.log },
      employeeNumbers: world.instance.employeeNumbers,
      skewMs: world.plan.skewMs,
      end: world.clock.now(),
      calmFrom: world.calmFrom,
      ...{ calls: world.calls, starts: world.starts },
    });
    const strays = world.strays.map((url) => ({ invariant: 'I10', what: `called ${url}` }));
    return {
      seed,
      plan,
      deaths: world.deaths,
      history,
      violations: [...strays, ...checkAll(history)],
    };
  } finally {
    restore();
    await store.close();
    world.state.close();
  }
}
