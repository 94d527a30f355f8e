import type { Selectable } from 'kysely';
import type { Attributes } from '../domain/record.js';
import type { TicketView } from '../domain/view.js';
import type { TicketTable } from '../ports/schema.js';
import type { Tx } from '../ports/store.js';
import { toFoldChange } from '../schedule/people.js';
import type { OldPerson, OldTicket } from './plan.js';

export type Candidate = Pick<
  Selectable<TicketTable>,
  | 'id'
  | 'connection'
  | 'ref'
  | 'number'
  | 'received_at'
  | 'updated_at'
  | 'shown_at'
  | 'view'
  | 'view_version'
  | 'shown_version'
>;

/** Where a walk through the tickets has come to. */
export type Cursor = Pick<Candidate, 'received_at' | 'id'>;

/** Tickets that came in before the cut-off and that no stage has to work on, oldest first. */
export function readCandidates(
  tx: Tx,
  cutOff: number,
  after: Cursor,
  most: number,
): Promise<Candidate[]> {
  return tx
    .selectFrom('ticket')
    .select(['id', 'connection', 'ref', 'number', 'received_at', 'updated_at', 'shown_at'])
    .select(['view', 'view_version', 'shown_version'])
    .where('received_at', '<', cutOff)
    .where('received_at', '>=', after.received_at)
    .where((eb) => eb.or([eb('received_at', '>', after.received_at), eb('id', '>', after.id)]))
    .where('verify_due_at', 'is', null)
    .where('map_due_at', 'is', null)
    .where('writeback_due_at', 'is', null)
    .orderBy('received_at')
    .orderBy('id')
    .limit(most)
    .execute();
}

/** What must be known of the candidates before any of them goes. */
export async function readOld(
  tx: Tx,
  candidates: readonly Candidate[],
): Promise<{ tickets: OldTicket[]; people: Map<string, OldPerson> }> {
  const ids = candidates.map((candidate) => candidate.id);
  const changes = await tx
    .selectFrom('change')
    .select(['ticket_id', 'person_id', 'settled_at'])
    .where('ticket_id', 'in', ids)
    .execute();
  const open = await tx
    .selectFrom('attention')
    .select('ticket_id')
    .where('ticket_id', 'in', ids)
    .where('closed_at', 'is', null)
    .execute();
  const byTicket = Map.groupBy(changes, (change) => change.ticket_id);
  const attention = new Set(open.map((matter) => matter.ticket_id));
  const tickets = candidates.map((candidate) => {
    const own = byTicket.get(candidate.id) ?? [];
    const settled = own.map((change) => change.settled_at ?? 0);
    return {
      id: candidate.id,
      shown: isShown(candidate),
      attention: attention.has(candidate.id),
      lastAt: Math.max(candidate.updated_at, candidate.shown_at ?? 0, ...settled),
      people: [...new Set(own.map((change) => change.person_id))],
    };
  });
  return { tickets, people: await readPeople(tx, [...new Set(changes.map((c) => c.person_id))]) };
}

function isShown({ view, view_version, shown_version }: Candidate): boolean {
  return view !== null && view_version === shown_version && (JSON.parse(view) as TicketView).final;
}

async function readPeople(tx: Tx, ids: readonly string[]): Promise<Map<string, OldPerson>> {
  if (ids.length === 0) return new Map();
  const people = await tx.selectFrom('person').selectAll().where('id', 'in', ids).execute();
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
