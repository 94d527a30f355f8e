import type { EntraWorld } from '../world.js';
import type { Quarantine, QuarantineReason } from './job-state.js';

const DAY_MS = 86_400_000;

const MESSAGES: Record<QuarantineReason, string> = {
  EncounteredBaseEscrowThreshold: 'Too many entries failed.',
  EncounteredTotalEscrowThreshold: 'Too many entries and references failed.',
  EncounteredEscrowProportionThreshold: 'Too large a part of the entries failed.',
  EncounteredQuarantineException: 'The job is not configured: no notification email.',
  TooManyDeletes: 'The number of deletes and disables is over the threshold.',
  Unknown: 'The job was put in quarantine.',
};

/** Already in quarantine, the job keeps its series of attempts. */
export function quarantine(world: EntraWorld, reason: QuarantineReason, at: number): void {
  if (world.job.quarantine) return;
  const began: Quarantine = {
    ...{ reason, message: MESSAGES[reason], beganAt: at, attempts: 0 },
    nextAttemptAt: at + (world.settings.quarantineRetryMs[0] ?? DAY_MS),
  };
  world.changeJob({ quarantine: began });
  world.note('job', { change: 'quarantine', reason }, at);
}

/** Evaluated from so many failures on; references only count toward the total [Quar]. */
export function evaluateThresholds(world: EntraWorld, at: number): void {
  const reason = thresholdReason(world);
  if (reason) quarantine(world, reason, at);
}

export function thresholdReason(world: EntraWorld): QuarantineReason | null {
  const { minimum, proportion, base, total } = world.settings.escrow;
  const failures = world.queue.failed.size;
  const withReferences = failures + world.references.size;
  if (withReferences > total) return 'EncounteredTotalEscrowThreshold';
  if (failures < minimum) return null;
  if (failures > base) return 'EncounteredBaseEscrowThreshold';
  const entries = world.directory.linkedCount + failures;
  return failures > proportion * entries ? 'EncounteredEscrowProportionThreshold' : null;
}

/** 6, 12 and 24 h after the first failure, then every 24 h [Quar]. */
export function nextAttemptAt({ beganAt, attempts }: Quarantine, series: number[]): number {
  const last = series.at(-1) ?? DAY_MS;
  const planned = series[attempts];
  return beganAt + (planned ?? last + (attempts - series.length + 1) * DAY_MS);
}
