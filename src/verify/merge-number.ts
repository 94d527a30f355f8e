import type { Reason } from '../domain/reason.js';
import type { TicketSnapshot } from '../domain/ticket.js';
import { appendAudit } from '../ledger/audit.js';
import { closeAttention } from '../ledger/attention.js';
import type { TicketRow } from '../ledger/claim.js';
import { wakeTicket } from '../ledger/intake-ticket.js';
import { keepRefusal } from '../ledger/refusal.js';
import type { Tx } from '../ports/store.js';

/**
 * A ticket known by its number only gets its true id with its first read. Where that id is known
 * already, the two are one: the known one is woken, the other goes. True when it went.
 */
export async function mergeNumber(
  tx: Tx,
  row: TicketRow,
  ticket: TicketSnapshot,
  now: number,
): Promise<boolean> {
  if (row.ref === ticket.ref) return false;
  const known = await tx
    .selectFrom('ticket')
    .select('id')
    .where('connection', '=', row.connection)
    .where('ref', '=', ticket.ref)
    .executeTakeFirst();
  if (!known) return false;
  await wakeTicket(tx, known.id, now, row.delivered);
  await closeAttention(tx, `ticket:${row.id}`, now);
  if (row.refusal) await keepRefusal(tx, known.id, JSON.parse(row.refusal) as Reason, now);
  await tx.deleteFrom('note').where('ticket_id', '=', row.id).execute();
  await tx.deleteFrom('ticket').where('id', '=', row.id).execute();
  await appendAudit(tx, {
    at: now,
    actor: `connection:${row.connection}`,
    action: 'ticket.merged',
    subject: `ticket:${row.id}`,
    data: { into: known.id },
  });
  return true;
}
