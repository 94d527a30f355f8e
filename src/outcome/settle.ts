import { survivesIn, type Attributes } from '../domain/record.js';
import type { Reason } from '../domain/reason.js';
import { closeAttempt, requeueAttempt, tryAgainAt } from '../ledger/attempt.js';
import { openAttention } from '../ledger/attention.js';
import { moveChange, type ChangeRow } from '../ledger/change.js';
import type { Tx } from '../ports/store.js';
import type { OpenAttempt } from './open-attempts.js';

const replaced: Reason = {
  code: 'superseded',
  what: 'A later approved request for the same person took the place of this one.',
  next: 'Nothing needs to be done.',
  owner: 'nobody',
};

/** The attempt's outcome is proven: every change it carried is settled, and the person is free. */
export async function settle(
  tx: Tx,
  attempt: OpenAttempt,
  outcome: 'applied' | 'unchanged',
  now: number,
): Promise<void> {
  const { row, record } = attempt;
  await closeAttempt(tx, row, outcome, now, null);
  await tx
    .updateTable('person')
    .set({ confirmed_version: row.version, schedule_due_at: now, not_before: 0 })
    .where('id', '=', row.person_id)
    .execute();
  for (const change of await carried(tx, row.id)) {
    // What another change of the same record set otherwise is dropped; the rest took effect.
    const survives = survivesIn(record, JSON.parse(change.patch) as Attributes);
    if (survives) await moveChange(tx, change, outcome, now, { reason: null });
    else await moveChange(tx, change, 'superseded', now, { reason: JSON.stringify(replaced) });
  }
}

/** Entra refused. A leaver is never given up: it is sent again after a while, and somebody is told. */
export async function settleFailed(
  tx: Tx,
  { row, leaver }: OpenAttempt,
  why: Reason,
  now: number,
  waitMs: number,
): Promise<void> {
  const changes = await carried(tx, row.id);
  for (const change of changes) await alarm(tx, change, why, now);
  const again = leaver ? await tryAgainAt(tx, row, now, waitMs) : now;
  await requeueAttempt(tx, row, 'failed', why, now, again, leaver);
  if (leaver) return;
  for (const change of changes)
    await moveChange(tx, change, 'failed', now, { reason: JSON.stringify(why) });
}

/** No evidence by the deadline: sent again as the person's newest record, and somebody is told. */
export async function settleUnconfirmed(
  tx: Tx,
  attempt: OpenAttempt,
  why: Reason,
  now: number,
): Promise<void> {
  for (const change of await carried(tx, attempt.row.id)) await alarm(tx, change, why, now);
  await requeueAttempt(tx, attempt.row, 'unconfirmed', why, now, now);
}

/** Tells the ticket why nothing was heard, once per cause. */
export async function explain(
  tx: Tx,
  attempt: OpenAttempt,
  why: Reason,
  now: number,
): Promise<void> {
  const reason = JSON.stringify(why);
  for (const change of await carried(tx, attempt.row.id)) {
    if (change.reason === reason) continue;
    await tx.updateTable('change').set({ reason }).where('id', '=', change.id).execute();
    await alarm(tx, change, why, now);
    await tx
      .updateTable('ticket')
      .set({ writeback_due_at: now })
      .where('id', '=', change.ticket_id)
      .execute();
  }
}

function alarm(tx: Tx, change: ChangeRow, reason: Reason, now: number): Promise<void> {
  return openAttention(tx, {
    subject: `change:${change.id}`,
    ticketId: change.ticket_id,
    reason,
    now,
  });
}

function carried(tx: Tx, attemptId: string): Promise<ChangeRow[]> {
  return tx
    .selectFrom('change')
    .selectAll()
    .where('attempt_id', '=', attemptId)
    .where('state', '=', 'sent')
    .execute();
}
