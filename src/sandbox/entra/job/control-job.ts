import type { EntraWorld } from '../world.js';
import { runCycle } from './cycle.js';
import { isRunning } from './job-state.js';
import { quarantine } from './quarantine.js';

export function startJob(world: EntraWorld): void {
  const now = world.now();
  world.changeJob({ schedule: 'Active', resumedAt: now });
  world.note('job', { change: 'start' });
  begin(world, now);
}

export function pauseJob(world: EntraWorld): void {
  world.changeJob({ schedule: 'Paused' });
  world.note('job', { change: 'pause' });
}

export function deleteJob(world: EntraWorld): void {
  world.changeJob({ deleted: true });
  world.note('job', { change: 'delete' });
}

export function purgeJob(world: EntraWorld): void {
  world.note('job', { change: 'purge', lost: world.queue.purge() });
}

const FLAGS: Record<string, number> = {
  ...{ None: 0, ConnectorDataStore: 1, Escrows: 2, Watermark: 4, QuarantineState: 8, Full: 15 },
  ForceDeletes: 32,
};
/** What the portal's button does [G-CSDL]. */
const BUTTON = FLAGS['Escrows']! | FLAGS['Watermark']! | FLAGS['QuarantineState']!;

/** The flags of a `resetScope`, or null where a name is not known. */
export function readResetScope(text: string): number | null {
  if (text.trim() === '') return BUTTON;
  let scope = 0;
  for (const name of text.split(',')) {
    const flag = Object.entries(FLAGS).find(
      ([known]) => known.toLowerCase() === name.trim().toLowerCase(),
    );
    if (!flag) return null;
    scope |= flag[1];
  }
  return scope;
}

/** A running job keeps what is staged; an idle one loses all that was uploaded before [FAQ]. */
export function restartJob(world: EntraWorld, scope: number): void {
  const now = world.now();
  const has = (flag: string) => (scope & FLAGS[flag]!) !== 0;
  const purges = !isRunning(world.job) && !has('ForceDeletes');
  world.note('job', { change: 'restart', scope, purges });
  const forced = has('ForceDeletes') ? world.queue.takeHeld() : [];
  if (purges) purgeJob(world);
  if (has('Escrows')) world.queue.takeFailed();
  const clears = has('QuarantineState') || has('ForceDeletes');
  world.changeJob({
    ...{ schedule: 'Active', resumedAt: now },
    ...(clears ? { quarantine: null } : {}),
  });
  if (!begin(world, now)) return;
  runCycle(world, now, forced, { force: true, retryReferences: true });
}

/** The portal's "Allow deletes": what was held back goes through, and the quarantine ends [AccDel]. */
export function allowHeldDeletes(world: EntraWorld): void {
  restartJob(world, FLAGS['ForceDeletes']! | FLAGS['QuarantineState']!);
}

/** Without a notification address a start ends in quarantine [Configure, Troubleshoot]. */
function begin(world: EntraWorld, now: number): boolean {
  if (world.settings.notificationEmail === '') {
    quarantine(world, 'EncounteredQuarantineException', now);
  }
  return world.job.quarantine === null;
}
