import { RawNode, type KyselyPlugin, type RootOperationNode } from 'kysely';
import { DatabaseClock } from '../../src/adapters/database-clock.js';
import type { Store } from '../../src/ports/store.js';
import type { SimClock } from '../simulation/sim-clock.js';

/**
 * What the bridge makes of a database's time, where the database's clock is always right and shows
 * what the simulation says. Asked once: simulated clocks do not drift.
 */
export function serverTime(store: Store, clock: SimClock): Promise<DatabaseClock> {
  const simulated: KyselyPlugin = {
    transformQuery: ({ node }) => showing(clock.now(), node),
    transformResult: async ({ result }) => result,
  };
  return DatabaseClock.open(store.read.withPlugin(simulated), clock);
}

function showing(now: number, node: RootOperationNode): RootOperationNode {
  if (!RawNode.is(node)) return node;
  const asked = node.sqlFragments.join('');
  return RawNode.createWithSql(asked.replace('clock_timestamp()', `to_timestamp(${now / 1000})`));
}
