import { sql } from 'kysely';
import type { TicketRow } from '../ledger/claim.js';
import type { Tx } from '../ports/store.js';

/** Takes due tickets of a connection, leavers first: after an outage theirs must not wait in line. */
export function claimWritebacks(
  tx: Tx,
  claim: { now: number; leaseMs: number; most: number; connection: string },
): Promise<TicketRow[]> {
  return tx
    .updateTable('ticket')
    .set((eb) => ({
      writeback_due_at: claim.now + claim.leaseMs,
      writeback_fence: eb('writeback_fence', '+', 1),
    }))
    .where('id', 'in', (qb) =>
      qb
        .selectFrom('ticket')
        .select('id')
        .where('writeback_due_at', '<=', claim.now)
        .where('connection', '=', claim.connection)
        .orderBy(sql`case when kind = 'termination' then 0 else 1 end`)
        .orderBy('writeback_due_at')
        .limit(claim.most),
    )
    .returningAll()
    .execute();
}

/** The row as it is now, unless another worker has claimed it since. */
export function stillOurs(tx: Tx, claimed: TicketRow): Promise<TicketRow | undefined> {
  return tx
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', claimed.id)
    .where('writeback_fence', '=', claimed.writeback_fence)
    .executeTakeFirst();
}

/**
 * When the ticket is due next. Something may have touched it while we were busy; then it stays due
 * as it was put.
 */
export function dueNext(current: TicketRow, claimed: TicketRow, next: number | null) {
  const touched = current.writeback_due_at !== claimed.writeback_due_at;
  return touched ? current.writeback_due_at : next;
}
