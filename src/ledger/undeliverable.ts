import type { Tx } from '../ports/store.js';
import { appendAudit } from './audit.js';

/** The cause of the matter that a ticket cannot be told. */
export const WRITEBACK_UNDELIVERABLE = 'writeback-undeliverable';

/** `by` says that the ticket can be written again; does nothing where it is not given up. */
export async function writeBackAgain(
  tx: Tx,
  ticketId: string,
  now: number,
  by: string,
): Promise<void> {
  const woken = await tx
    .updateTable('ticket')
    .set({ writeback_due_at: now, writeback_tries: 0 })
    .where('id', '=', ticketId)
    .where('writeback_error', 'is not', null)
    .where('writeback_due_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!woken) return;
  const action = 'writeback.asked-again';
  await appendAudit(tx, { at: now, actor: by, action, subject: `ticket:${ticketId}` });
}
