import type { Reader } from '../../ports/store.js';

export interface PersonOfTicket {
  ticketId: string;
  name: string;
  externalId: string;
  kind: string;
  state: string;
  lane: number;
  effectiveAt: number;
  approvedAt: number;
}

/** The people and instants behind a page of tickets, one entry per change, earliest first. */
export async function peopleOfTickets(
  read: Reader,
  ticketIds: readonly string[],
): Promise<PersonOfTicket[]> {
  if (ticketIds.length === 0) return [];
  const rows = await read
    .selectFrom('change')
    .innerJoin('person', 'person.id', 'change.person_id')
    .select(['change.ticket_id', 'change.kind', 'change.state', 'change.lane'])
    .select(['change.effective_at', 'change.approved_at'])
    .select(['person.display_name', 'person.external_id'])
    .where('change.ticket_id', 'in', ticketIds)
    .orderBy('change.effective_at')
    .orderBy('change.id')
    .execute();
  return rows.map((row) => ({
    ticketId: row.ticket_id,
    name: row.display_name,
    externalId: row.external_id,
    kind: row.kind,
    state: row.state,
    lane: row.lane,
    effectiveAt: Number(row.effective_at),
    approvedAt: Number(row.approved_at),
  }));
}
