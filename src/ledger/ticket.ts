import type { Tx } from '../ports/store.js';

/** Something about the ticket changed: its view is to be computed and, if it differs, shown. */
export async function touchTicket(tx: Tx, ticketId: string, now: number): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({ writeback_due_at: now, writeback_tries: 0 })
    .where('id', '=', ticketId)
    .execute();
}
