/** The words of the console, the API and the ticket: one per condition. */
export type ViewStatus =
  | 'received'
  | 'waiting-approval'
  | 'waiting'
  | 'queued'
  | 'sent'
  | 'unconfirmed'
  | 'applied'
  | 'unchanged'
  | 'failed'
  | 'rejected'
  | 'held'
  | 'cancelled'
  | 'superseded';

/** What a ticket should show. The writeback controller compares it with what was delivered. */
export interface TicketView {
  status: ViewStatus;
  /** One line, for a status field and for lists. */
  headline: string;
  /** The note, in plain words: what happened, what it means, what comes next. */
  note: string;
  /** Nothing more will happen unless somebody changes the ticket. */
  final: boolean;
  /** True where the ticket's work is done, so that its state may be closed if so configured. */
  succeeded: boolean;
}
