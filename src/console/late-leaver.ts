import { OPEN_STATES } from '../domain/change.js';
import { laneRank } from '../domain/kind.js';

const MINUTES = 60_000;
const URGENT = laneRank('urgent-termination');

/**
 * How long after its instant a termination may be unproven before its leaver counts as late.
 * The same spans as the default time to confirm a target is given.
 */
export const LEAVER_DEADLINE_MS = { urgent: 30 * MINUTES, planned: 60 * MINUTES } as const;

/** States of a termination that is not proven; one that failed is still owed. */
export const UNPROVEN: readonly string[] = [...OPEN_STATES, 'failed'];

/** States of a ticket of which nothing was understood yet. */
export const UNMAPPED: readonly string[] = ['received', 'approved', 'held'];

/** When a leaver whose ticket has no change yet must be proven: from the approval on. */
export function unmappedDeadline(ticket: {
  kind: string | null;
  state: string;
  approved_at: number | null;
}): number | null {
  if (ticket.kind !== 'termination' || !UNMAPPED.includes(ticket.state)) return null;
  return ticket.approved_at === null ? null : ticket.approved_at + LEAVER_DEADLINE_MS.planned;
}

/** When a termination must be proven: from its own instant, or from an approval that came later. */
export function leaverDeadline(change: {
  effectiveAt: number;
  approvedAt: number;
  lane: number;
}): number {
  const allowed = change.lane === URGENT ? LEAVER_DEADLINE_MS.urgent : LEAVER_DEADLINE_MS.planned;
  return Math.max(change.effectiveAt, change.approvedAt) + allowed;
}
