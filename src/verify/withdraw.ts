import { closeAttention, openAttention } from '../ledger/attention.js';
import { foldWithout, moveChange, type ChangeRow } from '../ledger/change.js';
import type { Reason } from '../domain/reason.js';
import type { Tx } from '../ports/store.js';
import { tooLateToCancel } from './reasons.js';

const STOPPABLE = ['waiting', 'queued', 'held'];
const GONE = ['sent', 'applied', 'unchanged'];

/**
 * Takes back what has not been sent. Returns what the ticket is to be told: the reason given, or
 * that it came too late for some of it.
 */
export async function withdrawChanges(
  tx: Tx,
  ticketId: string,
  why: Reason,
  now: number,
): Promise<Reason> {
  const changes = await tx
    .selectFrom('change')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .execute();
  for (const change of changes.filter(({ state }) => STOPPABLE.includes(state))) {
    await cancel(tx, change, why, now);
  }
  if (!changes.some(({ state }) => GONE.includes(state))) return why;
  const reason = tooLateToCancel(why);
  await openAttention(tx, { subject: `ticket:${ticketId}`, ticketId, reason, now });
  return reason;
}

async function cancel(tx: Tx, change: ChangeRow, why: Reason, now: number): Promise<void> {
  await moveChange(tx, change, 'cancelled', now, { reason: JSON.stringify(why) });
  await closeAttention(tx, `change:${change.id}`, now);
  await foldWithout(tx, change, now);
}
