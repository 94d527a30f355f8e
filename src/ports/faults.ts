/**
 * Places at which a crash leaves something half done. The names are what a kill loop counts
 * through; the comments say what is lost when the process ends there.
 */
export const FAULT_POINTS = [
  /** Half of a delivery's body was read. */
  'body-half-read',
  /** The sender is proven, nothing is stored. */
  'sender-proven',
  /** The delivery is stored, its sender has no answer. */
  'delivery-stored',
  /** The approval was read back, what it says is not recorded. */
  'approval-read',
  /** The ticket is mapped, its changes are not stored. */
  'ticket-mapped',
  /** People are claimed by the schedule, nothing is folded. */
  'people-claimed',
  /** Who goes in a call is decided, the attempt is not recorded. */
  'call-chosen',
  /** The attempt is recorded, no byte has left. */
  'attempt-recorded',
  /** The answer is read, what it means is not recorded. */
  'answer-read',
  /** A page of the provisioning log is read, nothing of it is stored. */
  'log-read',
  /** An outcome is written in a transaction that is not committed. */
  'outcome-written',
  /** The ticket has the note, that is not recorded. */
  'note-answered',
  /** The start-up recovery is half done. */
  'recovering',
  /** The tables are being brought up to date. */
  'migrating',
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Told where the work stands. A test may end the process there; in production nothing happens. */
export interface Faults {
  reach(point: FaultPoint): void;
}

export const noFaults: Faults = { reach() {} };
