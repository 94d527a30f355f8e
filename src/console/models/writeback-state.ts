import type { TicketRow } from '../../ledger/claim.js';
import type { WritebackState } from '../words/writeback.js';

type Shown = Pick<
  TicketRow,
  'view_version' | 'shown_version' | 'writeback_error' | 'writeback_due_at'
>;

/** Does the ticket show the newest view; and if not, will it by itself? */
export function writebackState(ticket: Shown): WritebackState {
  if (ticket.view_version === 0) return 'none';
  if (ticket.shown_version >= ticket.view_version) return 'delivered';
  if (ticket.writeback_error === null) return 'waiting';
  return ticket.writeback_due_at === null ? 'undeliverable' : 'retrying';
}

/** Where nothing is left to tell, what is due is another look at the ticket and no try. */
export function nextTry(ticket: Shown): number | null {
  return writebackState(ticket) === 'delivered' ? null : ticket.writeback_due_at;
}
