import type { Tx } from '../ports/store.js';

/** Proof of being the one holder; `fence` tells this holding from all before and after it. */
export interface Lease {
  name: string;
  holder: string;
  fence: number;
}

/** Takes what nobody holds any more; null where somebody does. */
export async function takeLease(
  tx: Tx,
  { name, holder }: { name: string; holder: string },
  now: number,
  until: number,
): Promise<Lease | null> {
  const taken = await tx
    .insertInto('lease')
    .values({ name, holder, fence: 1, until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet((eb) => ({ holder, until, fence: eb('lease.fence', '+', 1) }))
        .where('lease.until', '<=', now),
    )
    .returning('fence')
    .executeTakeFirst();
  return taken ? { name, holder, fence: taken.fence } : null;
}

/** False where another holder has come since. That it ran out alone does not matter. */
export async function renewLease(tx: Tx, lease: Lease, until: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('lease')
    .set({ until })
    .where('name', '=', lease.name)
    .where('holder', '=', lease.holder)
    .where('fence', '=', lease.fence)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The next one need not wait until it runs out. */
export async function endLease(tx: Tx, lease: Lease, now: number): Promise<void> {
  await renewLease(tx, lease, now);
}

/**
 * The fence: true where the lease is still ours, and then nobody can take it before this
 * transaction ends. Transactions under the same lease go one after the other.
 */
export async function standOn(tx: Tx, lease: Lease): Promise<boolean> {
  const ours = await tx
    .selectFrom('lease')
    .select('fence')
    .where('name', '=', lease.name)
    .where('holder', '=', lease.holder)
    .where('fence', '=', lease.fence)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return ours !== undefined;
}
