import type { Selectable } from 'kysely';
import type { TicketTable } from '../ports/schema.js';
import type { Tx } from '../ports/store.js';

export type TicketRow = Selectable<TicketTable>;
export type TicketStage = 'verify' | 'map' | 'writeback';

/**
 * Takes due tickets for one stage, oldest first. The claim moves `<stage>_due_at` to the end of
 * the lease, so that a crash makes the ticket due again by itself, and raises `<stage>_fence`:
 * whoever records must name the fence it claimed with.
 */
export async function claimTickets(
  tx: Tx,
  stage: TicketStage,
  claim: { now: number; leaseMs: number; most: number; connection?: string },
): Promise<TicketRow[]> {
  const due = `${stage}_due_at` as const;
  const fence = `${stage}_fence` as const;
  let ids = tx.selectFrom('ticket').select('id').where(due, '<=', claim.now);
  if (claim.connection) ids = ids.where('connection', '=', claim.connection);
  return tx
    .updateTable('ticket')
    .set((eb) => ({ [due]: claim.now + claim.leaseMs, [fence]: eb(fence, '+', 1) }))
    .where('id', 'in', ids.orderBy(due).limit(claim.most))
    .returningAll()
    .execute();
}

/** After a restart of the only process no lease has an owner: what was claimed is due now. */
export async function releaseLeases(tx: Tx, now: number): Promise<void> {
  for (const due of ['verify_due_at', 'map_due_at', 'writeback_due_at'] as const) {
    await tx
      .updateTable('ticket')
      .set({ [due]: now })
      .where(due, '>', now)
      .execute();
  }
  await tx
    .updateTable('person')
    .set({ schedule_due_at: now })
    .where('schedule_due_at', '>', now)
    .execute();
}
