import type { ExpressionBuilder } from 'kysely';
import type { Database } from '../ports/schema.js';
import type { Tx } from '../ports/store.js';

/** A replica that was not heard of for so long is dead to the others. */
const ALIVE_MS = 30_000;
const FORGET_MS = 86_400_000;

const nameOf = (replica: string) => `replica:${replica}`;

/** Says that this replica is alive. */
export async function reportAlive(tx: Tx, replica: string, now: number): Promise<void> {
  const row = { name: nameOf(replica), holder: replica, fence: 1, until: now + ALIVE_MS };
  await tx
    .insertInto('lease')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ until: row.until }))
    .execute();
  await tx
    .deleteFrom('lease')
    .where('name', 'like', 'replica:%')
    .where('until', '<', now - FORGET_MS)
    .execute();
}

/** This replica works no more: what it held is free. */
export async function reportGone(tx: Tx, replica: string): Promise<void> {
  await tx.deleteFrom('lease').where('name', '=', nameOf(replica)).execute();
}

/** The only process that may have the store open has just opened it, so nobody holds anything. */
export async function forgetEverybody(tx: Tx): Promise<void> {
  await tx.deleteFrom('lease').execute();
}

/**
 * What a replica that is gone had claimed is due now; its late record would be refused by the
 * fence. What waits for its time on purpose goes on waiting, but for what such a replica saw last.
 */
export async function releaseOrphans(tx: Tx, now: number): Promise<void> {
  for (const stage of ['verify', 'map'] as const) {
    const due = `${stage}_due_at` as const;
    const by = `${stage}_by` as const;
    await tx
      .updateTable('ticket')
      .set({ [due]: now, [by]: null })
      .where(due, '>', now)
      .where((eb) => heldByTheDead(eb, by, now))
      .execute();
  }
  const freed = { writeback_by: null, writeback_lease_until: null };
  const tickets = tx.updateTable('ticket').where((eb) => heldByTheDead(eb, 'writeback_by', now));
  await tickets
    .set({ ...freed, writeback_due_at: now })
    .where('writeback_due_at', '>', now)
    .execute();
  // One that was touched while it was written back is due, and waits for the lease to end.
  await tickets
    .set(freed)
    .where('writeback_due_at', '<=', now)
    .where('writeback_lease_until', '>', now)
    .execute();
}

function heldByTheDead(
  eb: ExpressionBuilder<Database, 'ticket'>,
  by: 'verify_by' | 'map_by' | 'writeback_by',
  now: number,
) {
  const alive = eb
    .selectFrom('lease')
    .select('holder')
    .where('name', 'like', 'replica:%')
    .where('until', '>', now);
  return eb.and([eb(by, 'is not', null), eb(by, 'not in', alive)]);
}
