import type { EntraWorld } from '../world.js';
import { runCycle } from './cycle.js';
import type { Quarantine } from './job-state.js';
import { nextAttemptAt, thresholdReason } from './quarantine.js';

/** A cycle of a quarantined job: what failed is tried again, and what waits with it. */
export function attempt(world: EntraWorld, quarantine: Quarantine, at: number): void {
  if (runsNothing(world, quarantine)) return postpone(world, quarantine);
  const operations = [...world.queue.takeFailed(), ...world.queue.takeUntil(at)];
  runCycle(world, at, operations);
  if (stays(world, quarantine)) return postpone(world, quarantine);
  world.changeJob({ quarantine: null, resumedAt: at });
  world.note('job', { change: 'quarantineEnded' }, at);
}

/** A quarantine over four weeks disables the job [Quar]. */
export function disable(world: EntraWorld, at: number): void {
  world.changeJob({ schedule: 'Disabled' });
  world.note('job', { change: 'disabled' }, at);
}

/** Without its configuration the job cannot run at all. */
function runsNothing(world: EntraWorld, { reason }: Quarantine): boolean {
  if (reason === 'Unknown') return true;
  return reason === 'EncounteredQuarantineException' && world.settings.notificationEmail === '';
}

function stays(world: EntraWorld, { reason }: Quarantine): boolean {
  if (reason === 'TooManyDeletes' && world.queue.held.size > 0) return true;
  return thresholdReason(world) !== null;
}

function postpone(world: EntraWorld, quarantine: Quarantine): void {
  const tried = { ...quarantine, attempts: quarantine.attempts + 1 };
  const next = nextAttemptAt(tried, world.settings.quarantineRetryMs);
  world.changeJob({ quarantine: { ...tried, nextAttemptAt: next } });
}
