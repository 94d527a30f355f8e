import type { Reader } from '../../ports/store.js';

const MOST = 500;

/** Some tickets by their ids, or all whose number begins so: those may be more than can be named. */
export type Found = { ids: string[] } | { beginning: string };

/**
 * Tickets a person means by what they typed: exact ticket number, employee id, user name or request
 * id; and only where none of them fits, the beginning of a ticket number.
 */
export async function findTickets(read: Reader, q: string): Promise<Found> {
  const exact = new Set([...(await byIdentity(read, q)), ...(await byPerson(read, q))]);
  return exact.size > 0 ? { ids: [...exact] } : { beginning: q.toUpperCase() };
}

async function byIdentity(read: Reader, q: string): Promise<string[]> {
  const rows = await read
    .selectFrom('ticket')
    .select('id')
    .where((eb) => eb.or([eb('id', '=', q), eb('number', 'in', [q, q.toUpperCase()])]))
    .limit(MOST)
    .execute();
  return rows.map((row) => row.id);
}

async function byPerson(read: Reader, q: string): Promise<string[]> {
  const rows = await read
    .selectFrom('change')
    .select('ticket_id')
    .distinct()
    .where((eb) =>
      eb.or([
        eb('person_id', 'in', eb.selectFrom('person').select('id').where('external_id', '=', q)),
        eb(
          'person_id',
          'in',
          eb.selectFrom('user_name').select('person_id').where('user_name', '=', q.toLowerCase()),
        ),
      ]),
    )
    .limit(MOST)
    .execute();
  return rows.map((row) => row.ticket_id);
}
