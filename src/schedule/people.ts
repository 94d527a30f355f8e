import type { Selectable } from 'kysely';
import type { ChangeState } from '../domain/change.js';
import type { Kind } from '../domain/kind.js';
import type { Attributes } from '../domain/record.js';
import type { ChangeRow } from '../ledger/change.js';
import type { PersonTable } from '../ports/schema.js';
import type { Tx } from '../ports/store.js';
import type { FoldChange } from './fold.js';

export type PersonRow = Selectable<PersonTable>;

/** What the fold needs to know of the ticket a change came from. */
export interface TicketFacts {
  id: string;
  state: string;
  checkedAt: number;
  verifyTries: number;
}

export interface DuePerson {
  person: PersonRow;
  changes: ChangeRow[];
  tickets: Map<string, TicketFacts>;
}

/** Claims people of whom something is due; the lease makes them due again if this process dies. */
export async function claimPeople(
  tx: Tx,
  now: number,
  leaseMs: number,
  most: number,
): Promise<DuePerson[]> {
  const people = await tx
    .updateTable('person')
    .set((eb) => ({ schedule_due_at: now + leaseMs, schedule_fence: eb('schedule_fence', '+', 1) }))
    .where('id', 'in', (qb) =>
      qb
        .selectFrom('person')
        .select('id')
        .where('schedule_due_at', '<=', now)
        .orderBy('schedule_due_at')
        .limit(most),
    )
    .returningAll()
    .execute();
  if (people.length === 0) return [];
  const changes = await tx
    .selectFrom('change')
    .selectAll()
    .where(
      'person_id',
      'in',
      people.map((person) => person.id),
    )
    .where('state', 'not in', ['cancelled', 'superseded', 'failed'])
    .execute();
  const tickets = await ticketFacts(tx, [...new Set(changes.map((change) => change.ticket_id))]);
  return people.map((person) => ({
    person,
    changes: changes.filter((change) => change.person_id === person.id),
    tickets,
  }));
}

export async function ticketFacts(tx: Tx, ids: string[]): Promise<Map<string, TicketFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('ticket')
    .select(['id', 'state', 'checked_at', 'verify_tries'])
    .where('id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        state: row.state,
        checkedAt: row.checked_at ?? 0,
        verifyTries: row.verify_tries,
      },
    ]),
  );
}

/**
 * May a change of this ticket be sent on the approval as last confirmed? A leaver goes on with the
 * last confirmed approval while the ticket system cannot be asked; everything else waits for it.
 */
export function approvalHolds(
  ticket: TicketFacts | undefined,
  kind: string,
  now: number,
  freshnessMs: number,
): boolean {
  if (ticket?.state !== 'mapped') return false;
  if (ticket.checkedAt >= now - freshnessMs) return true;
  return kind === 'termination' && ticket.verifyTries > 0;
}

export function toFoldChange(row: ChangeRow): FoldChange {
  return {
    id: row.id,
    kind: row.kind as Kind,
    state: row.state as ChangeState,
    effectiveAt: row.effective_at,
    approvedAt: row.approved_at,
    settledAt: row.settled_at,
    patch: JSON.parse(row.patch) as Attributes,
  };
}
