import { appendAudit } from '../ledger/audit.js';
import type { TicketRow } from '../ledger/claim.js';
import type { Tx } from '../ports/store.js';

/** The event under which connectors report that a request was approved. */
const CLAIM = 'approval.approved';

/**
 * A proven delivery said that the ticket was approved, and its own system says otherwise: a slow
 * replica of it, or somebody who holds the secret of the sender. Written down once for each claim.
 */
export async function noteUnconfirmedClaim(tx: Tx, row: TicketRow, now: number): Promise<void> {
  const newest = await tx
    .selectFrom('delivery')
    .select(['id', 'event', 'received_at'])
    .where('connection', '=', row.connection)
    .where((eb) => eb.or([eb('ticket_ref', '=', row.ref), eb('ticket_number', '=', row.number)]))
    .where('status', '=', 202)
    .where('received_at', '>=', row.received_at)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest?.event !== CLAIM || newest.received_at <= (row.checked_at ?? -1)) return;
  await appendAudit(tx, {
    at: now,
    actor: `connection:${row.connection}`,
    action: 'security.approval-not-confirmed',
    subject: `ticket:${row.id}`,
    data: { delivery: newest.id },
  });
}
