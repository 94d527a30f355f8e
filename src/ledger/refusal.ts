import type { Reason } from '../domain/reason.js';
import type { Tx } from '../ports/store.js';
import { closeAttention, openAttention } from './attention.js';
import { intakeTicket, type TicketHint } from './intake-ticket.js';
import { touchTicket } from './ticket.js';

/** The cause under which people find refused deliveries. */
export const DELIVERY_REFUSED = 'delivery-refused';

export interface Refused {
  connection: string;
  /** The ticket it names, as far as that could be told. */
  ticket: Pick<TicketHint, 'ref' | 'number'> | null;
  reason: Reason;
  now: number;
  /** Used when the ticket is new. */
  id: string;
}

/**
 * Puts a proven sender's refused delivery before people. The ticket it names is read back all the
 * same, for a leaver's request must not be lost over a typing error, and is told of the refusal;
 * nothing the delivery said is kept as said. Without a ticket it is a matter of the connection.
 */
export async function refuseDelivery(tx: Tx, refused: Refused): Promise<void> {
  const { connection, ticket, now, id } = refused;
  const reason = { ...refused.reason, code: DELIVERY_REFUSED };
  if (ticket === null) {
    const subject = `deliveries-of:${connection}`;
    return openAttention(tx, { subject, ticketId: null, reason, now });
  }
  const known = await intakeTicket(tx, { connection, ...ticket, delivered: null, now, id });
  await keepRefusal(tx, known.id, reason, now);
}

export async function keepRefusal(
  tx: Tx,
  ticketId: string,
  reason: Reason,
  now: number,
): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({ refusal: JSON.stringify(reason) })
    .where('id', '=', ticketId)
    .execute();
  await touchTicket(tx, ticketId, now);
  await openAttention(tx, { subject: `ticket:${ticketId}`, ticketId, reason, now });
}

/** A newer delivery about the ticket was accepted, or `by` has seen to it: it matters no more. */
export async function forgetRefusal(
  tx: Tx,
  ticketId: string,
  now: number,
  by = 'bridge',
): Promise<void> {
  const forgotten = await tx
    .updateTable('ticket')
    .set({ refusal: null })
    .where('id', '=', ticketId)
    .where('refusal', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  if (!forgotten) return;
  await closeAttention(tx, `ticket:${ticketId}`, now, DELIVERY_REFUSED, by);
  await touchTicket(tx, ticketId, now);
}
