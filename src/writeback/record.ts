import type { Reason } from '../domain/reason.js';
import { closeAttention, openAttention } from '../ledger/attention.js';
import { appendAudit } from '../ledger/audit.js';
import { stillClaimed, type TicketRow } from '../ledger/claim.js';
import { WRITEBACK_UNDELIVERABLE } from '../ledger/undeliverable.js';
import type { TicketTable } from '../ports/schema.js';
import type { Tx } from '../ports/store.js';
import type { Updateable } from 'kysely';
import { dueNext } from './due-next.js';
import type { Showing } from './prepare.js';

export const TRIES_BEFORE_ALARM = 5;

/** The ticket has the note. */
export async function recordShown(
  tx: Tx,
  showing: Showing,
  noteFound: boolean,
  now: number,
): Promise<void> {
  const { claimed, version } = showing;
  const row = await stillClaimed(tx, 'writeback', claimed);
  if (!row) return;
  await save(tx, row, {
    shown_version: version,
    shown_at: now,
    writeback_since: row.view_version === version ? null : now,
    writeback_tries: 0,
    writeback_error: null,
    writeback_due_at: dueNext(row, claimed, row.view_version === version ? null : now),
  });
  await tx
    .updateTable('note')
    .set({ shown_at: now })
    .where('ticket_id', '=', row.id)
    .where('version', '=', version)
    .execute();
  await audit(tx, row, 'writeback.shown', { version, status: showing.view.status, noteFound }, now);
  await closeAttention(tx, `writeback:${row.id}`, now);
}

/** No repeat can succeed: a human must tell the ticket's reader. */
export async function recordImpossible(
  tx: Tx,
  showing: Showing,
  why: string,
  now: number,
): Promise<void> {
  const row = await stillClaimed(tx, 'writeback', showing.claimed);
  if (!row) return;
  const reason: Reason = {
    code: WRITEBACK_UNDELIVERABLE,
    what: `The ticket cannot be updated: ${why}`,
    next: 'Operations tell the service desk what happened, or make the ticket writable again and choose “Write back again” on the Attention page of the console.',
    owner: 'operations',
  };
  await save(tx, row, {
    writeback_error: reason.what,
    writeback_due_at: dueNext(row, showing.claimed, null),
  });
  await audit(tx, row, 'writeback.undeliverable', { version: showing.version }, now);
  await openAttention(tx, { subject: `writeback:${row.id}`, ticketId: row.id, reason, now });
}

/** It did not succeed this time; whether the note arrived is found out with the next try. */
export async function recordPostponed(
  tx: Tx,
  showing: Showing,
  why: Reason,
  dueAt: number,
): Promise<number> {
  const row = await stillClaimed(tx, 'writeback', showing.claimed);
  if (!row) return 0;
  const tries = row.writeback_tries + 1;
  const error = `${why.what} ${why.next}`;
  await save(tx, row, { writeback_tries: tries, writeback_error: error, writeback_due_at: dueAt });
  return tries;
}

async function save(tx: Tx, row: TicketRow, set: Updateable<TicketTable>): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({ ...set, writeback_lease_until: null })
    .where('id', '=', row.id)
    .execute();
}

function audit(
  tx: Tx,
  row: TicketRow,
  action: string,
  data: Record<string, unknown>,
  now: number,
): Promise<void> {
  return appendAudit(tx, { at: now, actor: 'bridge', action, subject: `ticket:${row.id}`, data });
}
