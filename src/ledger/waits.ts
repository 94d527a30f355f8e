import { sql } from 'kysely';
import type { Tx } from '../ports/store.js';

/** Longer than anything is put off for by a wait of its own. */
const LONGEST_MS = 2 * 3_600_000;

/**
 * Our own time was set: what waits goes on waiting as long as before. Instants that people named
 * do not move, so the schedule looks at everybody anew.
 */
export async function moveWaits(tx: Tx, byMs: number, now: number): Promise<void> {
  const before = now - byMs;
  for (const column of ['verify_due_at', 'map_due_at', 'writeback_due_at'] as const) {
    const moved = { [column]: sql<number>`${sql.ref(column)} + ${byMs}` };
    await tx.updateTable('ticket').set(moved).where(column, '>', before).execute();
  }
  for (const column of ['check_at', 'confirm_by'] as const) {
    const moved = { [column]: sql<number>`${sql.ref(column)} + ${byMs}` };
    await tx.updateTable('attempt').set(moved).where(column, '>', before).execute();
  }
  await tx
    .updateTable('person')
    .set({ not_before: sql<number>`not_before + ${byMs}` })
    .where('not_before', '>', before)
    .execute();
  await tx
    .updateTable('target')
    .set({ paused_until: sql<number>`paused_until + ${byMs}` })
    .where('paused_until', '>', before)
    .execute();
  await tx
    .updateTable('person')
    .set({ schedule_due_at: now })
    .where('schedule_due_at', 'is not', null)
    .execute();
}

/** A process whose clock was far ahead left waits that would never end: they end now. */
export async function endImpossibleWaits(tx: Tx, now: number): Promise<void> {
  const most = now + LONGEST_MS;
  await tx
    .updateTable('target')
    .set({ paused_until: now })
    .where('paused_until', '>', most)
    .execute();
  await tx.updateTable('person').set({ not_before: now }).where('not_before', '>', most).execute();
  await tx.updateTable('attempt').set({ check_at: now }).where('check_at', '>', most).execute();
}
