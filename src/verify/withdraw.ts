import { UNSENT_STATES } from '../domain/change.js';
import { closeAttention, openAttention } from '../ledger/attention.js';
import { foldWithout, moveChange, type ChangeRow } from '../ledger/change.js';
import { freeUserName } from '../ledger/free-user-name.js';
import type { Reason } from '../domain/reason.js';
import type { Tx } from '../ports/store.js';
import { tooLateToCancel } from './reasons.js';

const GONE = ['sent', 'applied', 'unchanged'];
/** Attempts that ended without anybody knowing what Microsoft Entra made, or will make, of them. */
const IN_DOUBT = ['in-doubt', 'unconfirmed', 'overtaken'];

/**
 * Takes back what is not on its way. Returns what the ticket is to be told: the reason given, or
 * that it came too late for what was sent before.
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
  let tooLate = changes.some(({ state }) => GONE.includes(state));
  for (const change of changes.filter(({ state }) => UNSENT_STATES.includes(state))) {
    tooLate ||= await mayHaveLeft(tx, change);
    await cancel(tx, change, why, now);
  }
  for (const { id } of changes.filter(({ state }) => state === 'failed'))
    await closeAttention(tx, `change:${id}`, now);
  for (const id of new Set(changes.map((change) => change.person_id))) await freeUserName(tx, id);
  if (!tooLate) return why;
  const reason = tooLateToCancel(why);
  await openAttention(tx, { subject: `ticket:${ticketId}`, ticketId, reason, now });
  return reason;
}

/** Sent before, never proven, and about to be sent again: it may still take effect. */
async function mayHaveLeft(tx: Tx, change: ChangeRow): Promise<boolean> {
  if (change.attempt_id === null) return false;
  const attempt = await tx
    .selectFrom('attempt')
    .select('id')
    .where('person_id', '=', change.person_id)
    .where('started_at', '>=', change.created_at)
    .where('state', 'in', IN_DOUBT)
    .limit(1)
    .executeTakeFirst();
  return attempt !== undefined;
}

async function cancel(tx: Tx, change: ChangeRow, why: Reason, now: number): Promise<void> {
  await moveChange(tx, change, 'cancelled', now, { reason: JSON.stringify(why) });
  await foldWithout(tx, change, now);
}
