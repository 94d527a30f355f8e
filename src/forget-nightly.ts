import { schedule, type ScheduledTask } from 'node-cron';
import type { Bridge } from './compose.js';
import { describeError } from './loop.js';
import { runRetention } from './retention/run.js';

/** Once a night, at an hour at which few people work and few jobs start. */
const NIGHTLY = '0 40 2 * * *';

/** Forgets every night what has been kept long enough. */
export function startForgetting(bridge: Bridge): ScheduledTask {
  const { store, clock, log, config } = bridge;
  return schedule(
    NIGHTLY,
    async () => {
      // One replica does it for all; a night that falls between two holders is made up for by the next.
      const [lane] = bridge.lanes.values();
      if (lane && !lane.held()) return;
      try {
        await runRetention({ store, clock, log, retention: config.retention });
      } catch (error) {
        log.error('retention-failed', { error: describeError(error) });
      }
    },
    { noOverlap: true },
  );
}
