import type { Selectable, Updateable } from 'kysely';
import { isSettled, mayMove, type ChangeState } from '../domain/change.js';
import type { ChangeTable } from '../ports/schema.js';
import { ChangedMeanwhileError, type Tx } from '../ports/store.js';
import { closeAttention } from './attention.js';
import { appendAudit } from './audit.js';
import { touchTicket } from './ticket.js';

export type ChangeRow = Selectable<ChangeTable>;

/**
 * Moves a change along the graph, with its audit row, and wakes its ticket. What people were told of
 * it is over once it is settled, unless it failed. A move the graph does not have is a bug and throws:
 * better to stop than to go on wrong.
 */
export async function moveChange(
  tx: Tx,
  change: ChangeRow,
  to: ChangeState,
  now: number,
  also: Updateable<ChangeTable> = {},
): Promise<void> {
  const from = change.state as ChangeState;
  if (!mayMove(from, to)) throw new Error(`change ${change.id}: no move from ${from} to ${to}`);
  const { numUpdatedRows } = await tx
    .updateTable('change')
    .set({ ...also, state: to, settled_at: isSettled(to) ? now : null })
    .where('id', '=', change.id)
    .where('state', '=', from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new ChangedMeanwhileError(`change ${change.id} left ${from}`);
  await appendAudit(tx, {
    at: now,
    actor: 'bridge',
    action: `change.${to}`,
    subject: `change:${change.id}`,
    data: {
      ...{ from, ticket: change.ticket_id, person: change.person_id },
      ...{ step: change.step, kind: change.kind, version: change.version },
    },
  });
  if (isSettled(to) && to !== 'failed') await closeAttention(tx, `change:${change.id}`, now);
  await touchTicket(tx, change.ticket_id, now);
}

/** Its person is folded again without it; until then nobody may send the record that holds it. */
export async function foldWithout(tx: Tx, change: ChangeRow, now: number): Promise<void> {
  await tx
    .updateTable('person')
    .set({ schedule_due_at: now, ...(change.state === 'queued' ? { lane: null } : {}) })
    .where('id', '=', change.person_id)
    .execute();
}
