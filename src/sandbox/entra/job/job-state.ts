export type QuarantineReason =
  | 'EncounteredBaseEscrowThreshold'
  | 'EncounteredTotalEscrowThreshold'
  | 'EncounteredEscrowProportionThreshold'
  | 'EncounteredQuarantineException'
  | 'TooManyDeletes'
  | 'Unknown';

export interface Quarantine {
  reason: QuarantineReason;
  message: string;
  beganAt: number;
  nextAttemptAt: number;
  /** Attempts made so far. */
  attempts: number;
}

export interface Execution {
  cycleId: string;
  beganAt: number;
  imported: number;
  exported: number;
  failed: number;
}

export interface JobState {
  id: string;
  schedule: 'Active' | 'Paused' | 'Disabled';
  deleted: boolean;
  /** No cycle begins earlier. */
  resumedAt: number;
  /** Until then it works on the last cycle. */
  busyUntil: number;
  quarantine: Quarantine | null;
  last: Execution | null;
  lastSuccess: Execution | null;
  lastWithExports: Execution | null;
  /** Sums over all cycles. */
  imported: number;
  exported: number;
  cycles: number;
}

export function newJob(id: string, now: number): JobState {
  return {
    ...{ id, schedule: 'Active', deleted: false, resumedAt: now, busyUntil: now, quarantine: null },
    ...{ last: null, lastSuccess: null, lastWithExports: null },
    ...{ imported: 0, exported: 0, cycles: 0 },
  };
}

/** Does it take up staged data by itself? */
export const isRunning = (job: JobState): boolean =>
  !job.deleted && job.schedule === 'Active' && job.quarantine === null;
