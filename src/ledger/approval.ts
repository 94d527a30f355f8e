import type { Tx } from '../ports/store.js';

/** What must be known of the ticket a change came from before it may go. */
export interface TicketFacts {
  id: string;
  state: string;
  checkedAt: number;
  verifyTries: number;
}

export async function ticketFacts(tx: Tx, ids: string[]): Promise<Map<string, TicketFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('ticket')
    .select(['id', 'state', 'checked_at', 'verify_tries'])
    .where('id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        state: row.state,
        checkedAt: row.checked_at ?? 0,
        verifyTries: row.verify_tries,
      },
    ]),
  );
}

/**
 * May a change of this ticket be sent on the approval as last confirmed? A leaver goes on with the
 * last confirmed approval while the ticket system cannot be asked; everything else waits for it.
 */
export function approvalHolds(
  ticket: TicketFacts | undefined,
  kind: string,
  now: number,
  freshnessMs: number,
): boolean {
  if (ticket?.state !== 'mapped') return false;
  if (ticket.checkedAt >= now - freshnessMs) return true;
  return kind === 'termination' && ticket.verifyTries > 0;
}

/**
 * Asks for the approval to be confirmed again, without hurrying a check that is already under way.
 * Not where the ticket waits for a human: it would be read, mapped and held again without end.
 */
export async function confirmAgain(
  tx: Tx,
  ticketIds: Iterable<string>,
  now: number,
): Promise<void> {
  for (const id of new Set(ticketIds)) {
    await tx
      .updateTable('ticket')
      .set({ verify_due_at: now })
      .where('id', '=', id)
      .where('verify_due_at', 'is', null)
      .where('state', '!=', 'held')
      .execute();
  }
}
