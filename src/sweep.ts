import { schedule, type ScheduledTask } from 'node-cron';
import type { Bridge } from './compose.js';
import { describeError } from './loop.js';
import { wakeAll } from './wake-all.js';
import { runSweep } from './verify/sweep.js';

/** Looks regularly for approved tickets that no webhook told of. */
export function startSweeps(bridge: Bridge): ScheduledTask[] {
  const tasks: ScheduledTask[] = [];
  for (const connection of bridge.connections.values()) {
    const { name, sweep, connector } = connection.settings;
    if (!sweep) continue;
    const catalogItems = (bridge.plugins.templates.get(connector) ?? []).map(
      (template) => template.when.catalogItem,
    );
    tasks.push(
      schedule(
        sweep,
        async () => {
          // One replica asks for all; a look that falls between two holders is made up for next time.
          if (!bridge.lanes.get(connection.settings.target)?.held()) return;
          try {
            const found = await runSweep({ ...bridge, connection, catalogItems });
            if (found > 0) wakeAll(bridge);
          } catch (error) {
            bridge.log.error('sweep-failed', { connection: name, error: describeError(error) });
          }
        },
        { noOverlap: true },
      ),
    );
  }
  return tasks;
}
