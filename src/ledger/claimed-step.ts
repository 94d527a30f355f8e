import type { Store, Tx } from '../ports/store.js';
import { claimDue, type TicketClaim, type TicketRow, type TicketStage } from './claim.js';

/** Claims due tickets and does the work on them; resolves to how many there were. */
export type ClaimedStep = (
  claim: TicketClaim,
  work: (rows: TicketRow[]) => Promise<void>,
) => Promise<number>;

/**
 * What a step claimed and broke off over (the store could not be written) is given back with the next
 * one. A lease frees only what a dead process held, minutes later.
 */
export function claimedStep(store: Store, stage: TicketStage): ClaimedStep {
  const brokenOff: TicketRow[] = [];
  return async (claim, work) => {
    if (brokenOff.length > 0) {
      await store.write(async (tx) => {
        for (const row of brokenOff) await giveBack(tx, stage, row, claim.now);
      });
      brokenOff.length = 0;
    }
    const rows = await claimDue(store, stage, claim);
    if (rows.length === 0) return 0;
    try {
      await work(rows);
    } catch (error) {
      brokenOff.push(...rows);
      throw error;
    }
    return rows.length;
  };
}

/** Due now, unless it was recorded, touched or claimed by another meanwhile. */
async function giveBack(tx: Tx, stage: TicketStage, row: TicketRow, now: number): Promise<void> {
  const [due, fence] = [`${stage}_due_at`, `${stage}_fence`] as const;
  const ours = tx.updateTable('ticket').where('id', '=', row.id).where(fence, '=', row[fence]);
  await ours
    .set({ [due]: now })
    .where(due, '=', row[due])
    .execute();
  if (stage !== 'writeback') return;
  await ours
    .set({ writeback_lease_until: null })
    .where('writeback_lease_until', '=', row.writeback_lease_until)
    .execute();
}
