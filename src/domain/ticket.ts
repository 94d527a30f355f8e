import type { Kind } from './kind.js';
import type { Reason } from './reason.js';

/** A person as the ticket system names them. */
export interface Party {
  /** The system's own id, e.g. a `sys_user` sys_id; empty when unknown. */
  id: string;
  name: string;
  /** Empty when the system does not know it. */
  employeeNumber: string;
}

/** A reference variable, resolved: `id`, `name` and whatever columns the connector reads along. */
export type ReferenceValue = { id: string; name: string } & Record<string, string>;
export type VariableValue = string | ReferenceValue | Record<string, string>[];

export type ApprovalValue = 'approved' | 'waiting' | 'rejected' | 'unknown';

export interface Approver extends Party {
  decision: ApprovalValue | 'cancelled';
  /** Milliseconds since the epoch, when the decision was recorded. */
  at: number | null;
}

/** One ticket as read back from its own system: the only thing decisions are taken on. */
export interface TicketSnapshot {
  /** The system's own immutable id, e.g. the RITM's sys_id. */
  ref: string;
  /** What people call it, e.g. `RITM0010042`. */
  number: string;
  catalogItem: string;
  /** Grows with each update of the ticket, e.g. `sys_mod_count`. */
  revision: number;
  /** Changes exactly when an answer on the form changes. */
  digest: string;
  status: 'open' | 'closed' | 'cancelled';
  approval: ApprovalValue;
  /** When the approval became what it is, by the system's own record. */
  approvedAt: number | null;
  approvers: Approver[];
  requester: Party;
  vars: Record<string, VariableValue>;
}

/** How to find a ticket: by the system's id, by its number, or both. */
export interface TicketRef {
  ref?: string;
  number?: string;
}

/**
 * received: known, to be read back · waiting-approval: read, not approved yet · approved: to be
 * mapped · mapped: its changes are in the ledger · held: a human must act · rejected, cancelled:
 * nothing will be sent (an approval or an edit in the ticket system starts it anew).
 */
export const TICKET_STATES = [
  'received',
  'waiting-approval',
  'approved',
  'mapped',
  'held',
  'rejected',
  'cancelled',
] as const;
export type TicketState = (typeof TICKET_STATES)[number];

export interface Ticket {
  id: string;
  connection: string;
  ref: string;
  number: string;
  kind: Kind | null;
  state: TicketState;
  snapshot: TicketSnapshot | null;
  approvedAt: number | null;
  /** When the ticket system last confirmed what `snapshot` says. */
  checkedAt: number | null;
  receivedAt: number;
  reason: Reason | null;
}
