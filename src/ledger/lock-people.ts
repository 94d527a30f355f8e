import type { Tx } from '../ports/store.js';

/**
 * What is decided about people is decided by one transaction at a time. They come before their
 * tickets and always in the same order, so that two transactions do not wait for each other.
 */
export async function lockPeople(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .selectFrom('person')
    .select('id')
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** Everybody a ticket has changes for, and whoever else it names now. */
export async function lockPeopleOf(
  tx: Tx,
  ticketId: string,
  named?: { target: string; externalId: string },
): Promise<void> {
  await tx
    .selectFrom('person')
    .select('id')
    .where((eb) => {
      const met = eb.selectFrom('change').select('person_id').where('ticket_id', '=', ticketId);
      const ofTicket = eb('id', 'in', met);
      if (!named) return ofTicket;
      const { target, externalId } = named;
      return eb.or([
        ofTicket,
        eb.and([eb('target', '=', target), eb('external_id', '=', externalId)]),
      ]);
    })
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}
