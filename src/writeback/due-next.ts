import type { TicketRow } from '../ledger/claim.js';

/**
 * When the ticket is due next. Something may have touched it while we were busy; then it stays due
 * as it was put.
 */
export function dueNext(current: TicketRow, claimed: TicketRow, next: number | null) {
  const touched = current.writeback_due_at !== claimed.writeback_due_at;
  return touched ? current.writeback_due_at : next;
}
