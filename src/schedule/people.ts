import type { Selectable } from 'kysely';
import type { ChangeState } from '../domain/change.js';
import type { Kind } from '../domain/kind.js';
import type { Attributes } from '../domain/record.js';
import { ticketFacts, type TicketFacts } from '../ledger/approval.js';
import type { ChangeRow } from '../ledger/change.js';
import type { PersonTable } from '../ports/schema.js';
import type { Reader, Tx } from '../ports/store.js';
import type { FoldChange } from './fold.js';

export type PersonRow = Selectable<PersonTable>;

export interface DuePerson {
  person: PersonRow;
  changes: ChangeRow[];
  /** Those that failed, which nothing is folded of any more. */
  failed: ChangeRow[];
  tickets: Map<string, TicketFacts>;
}

/**
 * A look before the claim, which is a write even where it finds nobody. In the order of an index: else
 * PostgreSQL reads the table, where it believes from an earlier day that many are due.
 */
export async function isAnybodyDue(read: Reader, now: number): Promise<boolean> {
  const due = read.selectFrom('person').select('id').where('schedule_due_at', '<=', now);
  return (await due.orderBy('schedule_due_at').limit(1).executeTakeFirst()) !== undefined;
}

/** Claims people of whom something is due; the lease makes them due again if this process dies. */
export async function claimPeople(
  tx: Tx,
  now: number,
  leaseMs: number,
  most: number,
): Promise<DuePerson[]> {
  const people = await tx
    .with('due', (db) =>
      db
        .selectFrom('person')
        .select('id')
        .where('schedule_due_at', '<=', now)
        .orderBy('schedule_due_at')
        .limit(most)
        .forNoKeyUpdate()
        .skipLocked(),
    )
    .updateTable('person')
    .set((eb) => ({ schedule_due_at: now + leaseMs, schedule_fence: eb('schedule_fence', '+', 1) }))
    .where('id', 'in', (eb) => eb.selectFrom('due').select('due.id'))
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
    .where('state', 'not in', ['cancelled', 'superseded'])
    .execute();
  const tickets = await ticketFacts(tx, [...new Set(changes.map((change) => change.ticket_id))]);
  return people.map((person) => {
    const own = changes.filter((change) => change.person_id === person.id);
    const failed = own.filter(({ state }) => state === 'failed');
    return { person, changes: own.filter((change) => !failed.includes(change)), failed, tickets };
  });
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
