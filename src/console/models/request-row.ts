import { OPEN_STATES } from '../../domain/change.js';
import type { ViewStatus } from '../../domain/view.js';
import type { TicketRow } from '../../ledger/claim.js';
import { leaverDeadline, unmappedDeadline, UNPROVEN } from '../late-leaver.js';
import type { PersonOfTicket } from '../queries/people-of-tickets.js';
import { readView } from '../read-json.js';
import type { WritebackState } from '../words/writeback.js';
import { writebackState } from './writeback-state.js';

/** One line of a list of requests. */
export interface RequestRow {
  id: string;
  number: string;
  kind: string | null;
  person: string;
  externalId: string;
  /** People beyond the first one. */
  more: number;
  status: ViewStatus;
  headline: string;
  receivedAt: number;
  /** When it must be done (a leaver) or becomes due (anybody else); null once nothing is open. */
  dueAt: number | null;
  late: boolean;
  writeback: WritebackState;
  cause: string;
}

export type ListedTicket = Pick<
  TicketRow,
  | 'id'
  | 'number'
  | 'kind'
  | 'state'
  | 'approved_at'
  | 'view'
  | 'received_at'
  | 'view_version'
  | 'shown_version'
  | 'writeback_error'
  | 'writeback_due_at'
>;

export function toRequestRow(
  ticket: ListedTicket,
  people: readonly PersonOfTicket[],
  cause: string,
  now: number,
): RequestRow {
  const view = readView(ticket.view, ticket.state);
  const dueAt = people.length === 0 ? unmappedDeadline(ticket) : firstDue(people);
  const first = people[0];
  return {
    id: ticket.id,
    number: ticket.number || ticket.id,
    kind: ticket.kind,
    person: first?.name ?? '',
    externalId: first?.externalId ?? '',
    more: Math.max(new Set(people.map((one) => one.externalId)).size - 1, 0),
    status: view.status,
    headline: view.headline,
    receivedAt: Number(ticket.received_at),
    dueAt,
    late: ticket.kind === 'termination' && dueAt !== null && dueAt < now,
    writeback: writebackState(ticket),
    cause,
  };
}

function firstDue(people: readonly PersonOfTicket[]): number | null {
  const due = people.filter(isOwed).map(dueOf);
  return due.length > 0 ? Math.min(...due) : null;
}

function isOwed({ kind, state }: PersonOfTicket): boolean {
  return kind === 'termination' ? UNPROVEN.includes(state) : OPEN_STATES.includes(state);
}

function dueOf(one: PersonOfTicket): number {
  return one.kind === 'termination' ? leaverDeadline(one) : one.effectiveAt;
}
