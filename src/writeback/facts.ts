import type { Selectable } from 'kysely';
import type { ChangeState } from '../domain/change.js';
import type { Kind } from '../domain/kind.js';
import type { Reason } from '../domain/reason.js';
import type { Attributes } from '../domain/record.js';
import type { TicketSnapshot, TicketState } from '../domain/ticket.js';
import type { TicketRow } from '../ledger/claim.js';
import type { ChangeTable } from '../ports/schema.js';
import type { Tx } from '../ports/store.js';

/** One change with what is known of its person and its newest attempt. */
export interface ChangeFacts {
  step: string;
  kind: Kind;
  state: ChangeState;
  effectiveAt: number;
  zone: string;
  patch: Attributes;
  reason: Reason | null;
  personName: string;
  queuedAt: number | null;
  sentAt: number | null;
  /** Why its target sends nothing at the moment. */
  halted: Reason | null;
}

/** Everything a ticket's view is made of. */
export interface TicketFacts {
  state: TicketState;
  reason: Reason | null;
  /** Why the newest message about it was refused. */
  refusal: Reason | null;
  snapshot: TicketSnapshot | null;
  changes: ChangeFacts[];
}

export async function readFacts(tx: Tx, ticket: TicketRow): Promise<TicketFacts> {
  const rows = await tx
    .selectFrom('change')
    .innerJoin('person', 'person.id', 'change.person_id')
    .leftJoin('attempt', 'attempt.id', 'change.attempt_id')
    .leftJoin('target', 'target.name', 'person.target')
    .selectAll('change')
    .select(['person.display_name', 'person.external_id', 'person.queued_at'])
    .select(['attempt.started_at as sent_at', 'target.halted'])
    .where('change.ticket_id', '=', ticket.id)
    .orderBy('change.effective_at')
    .orderBy('change.created_at')
    .execute();
  return {
    state: ticket.state as TicketState,
    reason: parse<Reason>(ticket.reason),
    refusal: parse<Reason>(ticket.refusal),
    snapshot: parse<TicketSnapshot>(ticket.snapshot),
    changes: rows.map((row) => ({
      ...plain(row),
      personName: row.display_name || row.external_id,
      queuedAt: row.queued_at,
      sentAt: row.sent_at,
      halted: parse<Reason>(row.halted),
    })),
  };
}

function plain(row: Selectable<ChangeTable>) {
  return {
    step: row.step,
    kind: row.kind as Kind,
    state: row.state as ChangeState,
    effectiveAt: row.effective_at,
    zone: row.zone,
    patch: JSON.parse(row.patch) as Attributes,
    reason: parse<Reason>(row.reason),
  };
}

function parse<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}
