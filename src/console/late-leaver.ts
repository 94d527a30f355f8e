import { laneRank } from '../domain/kind.js';

const MINUTES = 60_000;
const URGENT = laneRank('urgent-termination');

/**
 * How long after its instant a termination may be unproven before its leaver counts as late.
 * The same spans as the default time to confirm a target is given.
 */
export const LEAVER_DEADLINE_MS = { urgent: 30 * MINUTES, planned: 60 * MINUTES } as const;

/** States of a termination that is not proven; one that failed is still owed. */
export const UNPROVEN: readonly string[] = ['waiting', 'queued', 'sent', 'held', 'failed'];

/** When a termination must be proven: from its own instant, or from an approval that came later. */
export function leaverDeadline(change: {
  effectiveAt: number;
  approvedAt: number;
  lane: number;
}): number {
  const allowed = change.lane === URGENT ? LEAVER_DEADLINE_MS.urgent : LEAVER_DEADLINE_MS.planned;
  return Math.max(change.effectiveAt, change.approvedAt) + allowed;
}
