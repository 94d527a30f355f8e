import type { TicketView } from '../domain/view.js';
import type { TicketSnapshot } from '../domain/ticket.js';
import { stillClaimed, type TicketRow } from '../ledger/claim.js';
import type { Tx } from '../ports/store.js';
import { dueNext } from './due-next.js';
import { readFacts } from './facts.js';
import { lookAgainAt, viewOf } from './view.js';

/** A note to be shown, as decided and recorded before the call. */
export interface Showing {
  claimed: TicketRow;
  ticket: TicketSnapshot;
  view: TicketView;
  version: number;
  mayBeRepeat: boolean;
}

/**
 * Compares what the ticket should show with what it was given, and records what will be tried.
 * Null: it shows everything there is to show.
 */
export async function prepareShowing(
  tx: Tx,
  claimed: TicketRow,
  context: { now: number; zone: string },
): Promise<Showing | null> {
  const row = await stillClaimed(tx, 'writeback', claimed);
  if (!row) return null;
  const facts = await readFacts(tx, row);
  const view = viewOf(facts, context);
  const version = await versionOf(tx, row, view, context.now);
  const due = facts.snapshot !== null && view.note !== '' && version > row.shown_version;
  const rest = dueNext(row, claimed, lookAgainAt(facts, context.now));
  await tx
    .updateTable('ticket')
    .set({
      view: JSON.stringify(view),
      view_version: version,
      writeback_since: version > row.shown_version ? (row.writeback_since ?? context.now) : null,
      ...(due
        ? { tried_version: version }
        : { writeback_due_at: rest, writeback_lease_until: null }),
    })
    .where('id', '=', row.id)
    .execute();
  if (!due) return null;
  const mayBeRepeat = row.tried_version === version;
  return { claimed, ticket: facts.snapshot as TicketSnapshot, view, version, mayBeRepeat };
}

/** The version of the note this view calls for; a new one where it differs from the newest. */
async function versionOf(tx: Tx, row: TicketRow, view: TicketView, now: number): Promise<number> {
  if (view.note === '') return row.view_version;
  const newest = await tx
    .selectFrom('note')
    .selectAll()
    .where('ticket_id', '=', row.id)
    .where('version', '=', row.view_version)
    .executeTakeFirst();
  const { status, headline, note: text } = view;
  if (newest?.status === status && newest.headline === headline && newest.text === text) {
    return row.view_version;
  }
  const version = row.view_version + 1;
  await tx
    .insertInto('note')
    .values({ ticket_id: row.id, version, status, headline, text, created_at: now })
    .execute();
  return version;
}
