import type { Reason } from '../domain/reason.js';
import type { Tx } from '../ports/store.js';
import { appendAudit } from './audit.js';

export interface AttentionCase {
  subject: string;
  ticketId: string | null;
  reason: Reason;
  now: number;
}

/** Puts a matter before a human; while it is open, the same cause for the same subject is not repeated. */
export async function openAttention(tx: Tx, matter: AttentionCase): Promise<void> {
  const id = `${matter.reason.code}/${matter.subject}`;
  const row = {
    id,
    cause: matter.reason.code,
    subject: matter.subject,
    ticket_id: matter.ticketId,
    reason: JSON.stringify(matter.reason),
    opened_at: matter.now,
    closed_at: null,
    closed_by: null,
  };
  const opened = await tx
    .insertInto('attention')
    .values(row)
    .onConflict((c) => c.column('id').doUpdateSet(row).where('attention.closed_at', 'is not', null))
    .returning('id')
    .executeTakeFirst();
  if (!opened) return;
  await appendAudit(tx, {
    at: matter.now,
    actor: 'bridge',
    action: 'attention.opened',
    subject: id,
  });
}

/** Brings the words of an open matter up to date; does nothing where they are. */
export async function restateAttention(tx: Tx, matter: AttentionCase): Promise<void> {
  const id = `${matter.reason.code}/${matter.subject}`;
  const reason = JSON.stringify(matter.reason);
  const { numUpdatedRows } = await tx
    .updateTable('attention')
    .set({ reason })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .where('reason', '!=', reason)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  const entry = { at: matter.now, actor: 'bridge', action: 'attention.restated', subject: id };
  await appendAudit(tx, entry);
}

/** Closes what is open for a subject, all causes or one, because the matter is over or `by` says so. */
export async function closeAttention(
  tx: Tx,
  subject: string,
  now: number,
  cause?: string,
  by = 'bridge',
): Promise<void> {
  let open = tx
    .updateTable('attention')
    .set({ closed_at: now, closed_by: by })
    .where('subject', '=', subject)
    .where('closed_at', 'is', null);
  if (cause) open = open.where('cause', '=', cause);
  for (const { id } of await open.returning('id').execute()) {
    await appendAudit(tx, { at: now, actor: by, action: 'attention.closed', subject: id });
  }
}
