import type { Selectable } from 'kysely';
import type { Attributes } from '../domain/record.js';
import type { TicketView } from '../domain/view.js';
import type { TicketTable } from '../ports/schema.js';
import type { Tx } from '../ports/store.js';
import { toFoldChange } from '../schedule/people.js';
import type { OldPerson, OldTicket } from './plan.js';

export type TicketRow = Pick<
  Selectable<TicketTable>,
  | 'id'
  | 'connection'
  | 'ref'
  | 'number'
  | 'updated_at'
  | 'shown_at'
  | 'view'
  | 'view_version'
  | 'shown_version'
>;

/** Where a walk through the tickets has come to. */
export type Cursor = Pick<Selectable<TicketTable>, 'received_at' | 'id'>;

/** Tickets that came in before the cut-off and that no stage has to work on, oldest first. */
export function readCandidates(
  tx: Tx,
  cutOff: number,
  after: Cursor,
  most: number,
): Promise<Cursor[]> {
  return idle(tx)
    .select(['id', 'received_at'])
    .where('received_at', '<', cutOff)
    .where('received_at', '>=', after.received_at)
    .where((eb) => eb.or([eb('received_at', '>', after.received_at), eb('id', '>', after.id)]))
    .orderBy('received_at')
    .orderBy('id')
    .limit(most)
    .execute();
}

function idle(tx: Tx) {
  return tx
    .selectFrom('ticket')
    .where('verify_due_at', 'is', null)
    .where('map_due_at', 'is', null)
    .where('writeback_due_at', 'is', null);
}

export interface Old {
  rows: TicketRow[];
  tickets: OldTicket[];
  people: Map<string, OldPerson>;
}

/**
 * What must be known of the candidates before any of them goes. People and tickets are ours until
 * the transaction ends, and a ticket somebody took up since is not among them.
 */
export async function readOld(tx: Tx, ids: readonly string[]): Promise<Old> {
  const changes = await tx
    .selectFrom('change')
    .select(['ticket_id', 'person_id', 'settled_at'])
    .where('ticket_id', 'in', ids)
    .execute();
  const people = await readPeople(tx, [...new Set(changes.map((change) => change.person_id))]);
  const rows = await idle(tx)
    .select(['id', 'connection', 'ref', 'number', 'updated_at', 'shown_at'])
    .select(['view', 'view_version', 'shown_version'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const open = await tx
    .selectFrom('attention')
    .select('ticket_id')
    .where('ticket_id', 'in', ids)
    .where('closed_at', 'is', null)
    .execute();
  const byTicket = Map.groupBy(changes, (change) => change.ticket_id);
  const attention = new Set(open.map((matter) => matter.ticket_id));
  const tickets = rows.map((row) => {
    const own = byTicket.get(row.id) ?? [];
    const settled = own.map((change) => change.settled_at ?? 0);
    return {
      id: row.id,
      shown: isShown(row),
      attention: attention.has(row.id),
      lastAt: Math.max(row.updated_at, row.shown_at ?? 0, ...settled),
      people: [...new Set(own.map((change) => change.person_id))],
    };
  });
  return { rows, tickets, people };
}

function isShown({ view, view_version, shown_version }: TicketRow): boolean {
  return view !== null && view_version === shown_version && (JSON.parse(view) as TicketView).final;
}

async function readPeople(tx: Tx, ids: readonly string[]): Promise<Map<string, OldPerson>> {
  if (ids.length === 0) return new Map();
  const people = await tx
    .selectFrom('person')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const changes = await tx.selectFrom('change').selectAll().where('person_id', 'in', ids).execute();
  const byPerson = Map.groupBy(changes, (change) => change.person_id);
  return new Map(
    people.map((row) => [
      row.id,
      {
        externalId: row.external_id,
        baseline: row.baseline === null ? null : (JSON.parse(row.baseline) as Attributes),
        baselineAt: row.baseline_at ?? 0,
        busy: row.attempt_id !== null || row.lane !== null || row.schedule_due_at !== null,
        changes: (byPerson.get(row.id) ?? []).map(toFoldChange),
      },
    ]),
  );
}
