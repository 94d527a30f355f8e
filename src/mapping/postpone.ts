import type { Reason } from '../domain/reason.js';
import { openAttention } from '../ledger/attention.js';
import type { TicketRow } from '../ledger/claim.js';
import type { MappingDeps } from './deps.js';

const BACKOFF_MS = 5_000;
const BACKOFF_MAX_MS = 5 * 60_000;
/** Failures in a row until somebody is told. */
const TRIES_BEFORE_ALARM = 4;

/** Nothing is decided on half the facts: the tickets are mapped again later, each time later. */
export async function postpone(
  deps: MappingDeps,
  tickets: readonly TicketRow[],
  why: Reason,
  subject: string,
): Promise<void> {
  const now = deps.clock.now();
  deps.log.warn('mapping-postponed', { why: why.code, subject, tickets: tickets.length });
  await deps.store.write(async (tx) => {
    for (const { id, map_fence, map_tries } of tickets) {
      const wait = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** Math.min(map_tries, 10));
      const map_due_at = now + Math.round(wait * (0.5 + deps.random.fraction() / 2));
      await tx
        .updateTable('ticket')
        .set({ map_due_at, map_tries: map_tries + 1 })
        .where('id', '=', id)
        .where('map_fence', '=', map_fence)
        .where('state', '=', 'approved')
        .execute();
    }
    if (tickets.some(({ map_tries }) => map_tries + 1 >= TRIES_BEFORE_ALARM))
      await openAttention(tx, { subject, ticketId: null, reason: why, now });
  });
}
