import type { Kind } from '../domain/kind.js';
import type { Reason } from '../domain/reason.js';
import type { TicketSnapshot } from '../domain/ticket.js';
import type { TicketRow } from '../ledger/claim.js';
import { approverProblem } from './approvers.js';
import * as reasons from './reasons.js';

export interface VerifyContext {
  now: number;
  /** What a template makes of such a ticket; null where no template is meant for it. */
  kindOf: (ticket: TicketSnapshot) => Kind | null;
  requireApproverRows: boolean;
  /** Of tickets approved before then the ledger may have forgotten what became of them. */
  knownSince: number;
  /** The approval the ticket's changes in the ledger stand on; null where none are left. */
  mappedAs: { digest: string; approvedAt: number } | null;
}

export type Verification =
  /** The answer is older than what we know: it changes nothing. */
  | { is: 'older' }
  | { is: 'missing'; hold: boolean }
  | { is: 'waiting' }
  /** Approved as before: its changes stand, the approval is confirmed anew. */
  | { is: 'confirmed'; kind: Kind | null; approvedAt: number; state: 'approved' | 'mapped' }
  | { is: 'approved'; kind: Kind | null; approvedAt: number }
  | { is: 'held'; why: Reason }
  | { is: 'stopped'; state: 'rejected' | 'cancelled'; why: Reason };

/** Reads in a row that must miss a ticket we never saw before somebody is told. */
const TRIES_BEFORE_HOLD = 3;

/** What the ticket's own system says decides; what a delivery said counts for nothing. */
export function decideVerification(
  row: TicketRow,
  ticket: TicketSnapshot | undefined,
  context: VerifyContext,
): Verification {
  if (!ticket) {
    const known = row.snapshot !== null;
    return { is: 'missing', hold: known || row.verify_tries + 1 >= TRIES_BEFORE_HOLD };
  }
  if (ticket.revision < row.revision) return { is: 'older' };
  const stopped = whyStopped(row, ticket, context);
  if (stopped) return stopped;
  if (ticket.approval !== 'approved') return { is: 'waiting' };
  return decideApproved(row, ticket, context);
}

function whyStopped(
  row: TicketRow,
  ticket: TicketSnapshot,
  { mappedAs }: VerifyContext,
): Verification | null {
  const stop = (state: 'rejected' | 'cancelled', why: Reason) =>
    ({ is: 'stopped', state, why }) as const;
  // A rejection often closes or cancels the ticket as well; what people need to hear is the rejection.
  if (ticket.approval === 'rejected') return stop('rejected', reasons.rejected);
  if (ticket.status === 'cancelled') return stop('cancelled', reasons.ticketCancelled);
  if (ticket.approval === 'approved') return null;
  const accepted = row.state === 'approved' || row.state === 'mapped' || mappedAs !== null;
  if (accepted) return stop('cancelled', reasons.approvalWithdrawn);
  return ticket.status === 'closed' ? stop('cancelled', reasons.closedUnapproved) : null;
}

function decideApproved(
  row: TicketRow,
  ticket: TicketSnapshot,
  context: VerifyContext,
): Verification {
  const problem = approverProblem(ticket, context.requireApproverRows);
  if (problem) return { is: 'held', why: problem };
  const kind = context.kindOf(ticket);
  const approvedAt = ticket.approvedAt ?? knownApproval(row, context) ?? context.now;
  const state = standingState(row, ticket.digest, approvedAt, context);
  if (state) return { is: 'confirmed', kind, approvedAt, state };
  if (ticket.status === 'closed') return { is: 'held', why: reasons.closedBeforeStart };
  // It may have been carried out, and undone by a later request, before all of that was forgotten.
  if (row.approved_at === null && approvedAt < context.knownSince)
    return { is: 'held', why: reasons.approvedLongAgo };
  return { is: 'approved', kind, approvedAt };
}

/** Where the ticket's mapping stands, or is under way, for just this approval; null: map it (anew). */
function standingState(
  row: TicketRow,
  digest: string,
  approvedAt: number,
  { mappedAs }: VerifyContext,
): 'approved' | 'mapped' | null {
  // What was stopped has lost changes, so it is mapped anew even where nothing else differs.
  if (wasStopped(row)) return null;
  if (mappedAs?.digest === digest && mappedAs.approvedAt === approvedAt) return 'mapped';
  if (row.digest !== digest || row.approved_at !== approvedAt) return null;
  if (row.state === 'mapped') return 'mapped';
  return row.state === 'approved' && row.map_due_at !== null ? 'approved' : null;
}

/** For systems that do not say when: the moment we first saw it, as long as it holds. */
function knownApproval(row: TicketRow, { mappedAs }: VerifyContext): number | null {
  if (row.state === 'approved' || row.state === 'mapped') return row.approved_at;
  return wasStopped(row) ? null : (mappedAs?.approvedAt ?? null);
}

function wasStopped({ state }: TicketRow): boolean {
  return state === 'cancelled' || state === 'rejected';
}
