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
  for (const stage of ['verify', 'map', 'writeback'] as const) {
    const due = `${stage}_due_at` as const;
    const by = `${stage}_by` as const;
    await tx
      .updateTable('ticket')
      .set({
        [due]: now,
        [by]: null,
        ...(stage === 'writeback' ? { writeback_lease_until: null } : {}),
      })
      .where((eb) =>
        stage === 'writeback'
          ? // Due again meanwhile, it would still wait for whoever was writing to it.
            eb.and([
              eb(due, 'is not', null),
              eb.or([eb(due, '>', now), eb('writeback_lease_until', '>', now)]),
            ])
          : eb(due, '>', now),
      )
      .where(by, 'is not', null)
      .where(by, 'not in', (eb) =>
        eb
          .selectFrom('lease')
          .select('holder')
          .where('name', 'like', 'replica:%')
          .where('until', '>', now),
      )
      .execute();
  }
}
