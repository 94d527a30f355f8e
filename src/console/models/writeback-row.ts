import type { ViewStatus } from '../../domain/view.js';
import type { TicketRow } from '../../ledger/claim.js';
import { readView } from '../read-json.js';
import type { WritebackState } from '../words/writeback.js';
import { nextTry, writebackState } from './writeback-state.js';

/** One ticket and what it is yet to be told. */
export interface WritebackRow {
  id: string;
  number: string;
  connection: string;
  status: ViewStatus;
  headline: string;
  writeback: WritebackState;
  /** When the oldest view not yet shown came up. */
  since: number | null;
  shownAt: number | null;
  tries: number;
  error: string;
  nextAt: number | null;
}

export function toWritebackRow(ticket: TicketRow): WritebackRow {
  const view = readView(ticket.view, ticket.state);
  return {
    id: ticket.id,
    number: ticket.number || ticket.id,
    connection: ticket.connection,
    status: view.status,
    headline: view.headline,
    writeback: writebackState(ticket),
    since: ticket.writeback_since,
    shownAt: ticket.shown_at,
    tries: ticket.writeback_tries,
    error: ticket.writeback_error ?? '',
    nextAt: nextTry(ticket),
  };
}
