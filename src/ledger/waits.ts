import { sql } from 'kysely';
import type { Tx } from '../ports/store.js';

/** Longer than anything is put off for by a wait of its own. */
const LONGEST_MS = 2 * 3_600_000;

/**
 * Our own time was set: what waits goes on waiting as long as before, and what was over by then is
 * over still. Instants that people named do not move, so the schedule looks at everybody anew.
 */
export async function moveWaits(tx: Tx, byMs: number, now: number): Promise<void> {
  const step = { byMs, now };
  for (const column of ['verify_due_at', 'map_due_at', 'writeback_due_at'])
    await move(tx, 'ticket', column, step);
  await move(tx, 'attempt', 'check_at', step);
  await move(tx, 'attempt', 'confirm_by', step);
  await move(tx, 'person', 'not_before', step);
  await move(tx, 'target', 'paused_until', step);
  await age(tx, step);
  await tx
    .updateTable('person')
    .set({ schedule_due_at: now })
    .where('schedule_due_at', 'is not', null)
    .execute();
}

interface Step {
  byMs: number;
  now: number;
}

/** Where time was set back, an instant that had come would lie ahead once more: it has come now. */
async function move(
  tx: Tx,
  table: 'ticket' | 'attempt' | 'person' | 'target',
  column: string,
  { byMs, now }: Step,
): Promise<void> {
  const [at, before] = [sql.ref(column), now - byMs];
  const update = sql`update ${sql.table(table)}`;
  if (byMs < 0)
    await sql`${update} set ${at} = ${now} where ${at} > ${now} and ${at} <= ${before}`.execute(tx);
  await sql`${update} set ${at} = ${at} + ${byMs} where ${at} > ${before}`.execute(tx);
}

/** An approval confirmed in what is the future by now would count as fresh until that has passed. */
async function age(tx: Tx, { byMs, now }: Step): Promise<void> {
  if (byMs > 0) return;
  await tx
    .updateTable('ticket')
    .set({ checked_at: sql<number>`checked_at + ${byMs}` })
    .where('checked_at', '>', now)
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
