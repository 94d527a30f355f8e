import type { Tx } from '../ports/store.js';
import { appendAudit } from './audit.js';

export interface TicketHint {
  connection: string;
  /** The system's own id; without it the ticket is known by its number until it is read back. */
  ref?: string;
  number?: string;
  /** JSON text of the proven delivery's body; null when no delivery told of it (a sweep). */
  delivered: string | null;
  /** Whether a body that was delivered before is the newer one all the same, and stays. */
  isOlderThan?: (delivered: string) => boolean;
  now: number;
  /** Used when the ticket is new. */
  id: string;
}

export interface TakenIn {
  id: string;
  isNew: boolean;
}

/** Stores a ticket somebody told us about, or wakes the known one: it is to be read back now. */
export async function intakeTicket(tx: Tx, hint: TicketHint): Promise<TakenIn> {
  const known = await findTicket(tx, hint);
  if (known) {
    const stays = known.delivered !== null && hint.isOlderThan?.(known.delivered);
    await wakeTicket(tx, known.id, hint.now, stays ? null : hint.delivered);
    return { id: known.id, isNew: false };
  }
  await tx.insertInto('ticket').values(freshTicket(hint)).execute();
  await appendAudit(tx, {
    at: hint.now,
    actor: `connection:${hint.connection}`,
    action: 'ticket.received',
    subject: `ticket:${hint.id}`,
  });
  return { id: hint.id, isNew: true };
}

/**
 * Makes a known ticket due for reading. The fence grows too: a read that is already under way may
 * be older than what we were just told, so it must not put the ticket to rest again.
 */
export async function wakeTicket(
  tx: Tx,
  id: string,
  now: number,
  delivered: string | null = null,
): Promise<void> {
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      verify_due_at: now,
      verify_fence: eb('verify_fence', '+', 1),
      ...(delivered === null ? {} : { delivered }),
    }))
    .where('id', '=', id)
    .execute();
}

/** The id is what counts. A number is believed only where the system itself gave it. */
export async function findTicket(
  tx: Tx,
  hint: { connection: string; ref?: string; number?: string },
): Promise<{ id: string; state: string; delivered: string | null } | undefined> {
  const rows = tx
    .selectFrom('ticket')
    .select(['id', 'state', 'delivered'])
    .where('connection', '=', hint.connection);
  const found = hint.ref
    ? rows.where('ref', '=', hint.ref)
    : rows
        .where('number', '=', hint.number ?? '')
        .where((eb) =>
          eb.or([eb('snapshot', 'is not', null), eb('ref', '=', refOfNumber(hint.number))]),
        );
  return found.forNoKeyUpdate().executeTakeFirst();
}

/** Stands in for the id of a ticket of which only the number is known. */
export function refOfNumber(number: string | undefined): string {
  if (!number) throw new Error('a ticket needs an id or a number');
  return `number:${number}`;
}

function freshTicket(hint: TicketHint) {
  return {
    id: hint.id,
    connection: hint.connection,
    ref: hint.ref ?? refOfNumber(hint.number),
    number: hint.number ?? '',
    state: 'received',
    revision: -1,
    digest: '',
    delivered: hint.delivered,
    received_at: hint.now,
    updated_at: hint.now,
    verify_due_at: hint.now,
    verify_fence: 0,
    verify_tries: 0,
    map_fence: 0,
    map_tries: 0,
    writeback_fence: 0,
    writeback_tries: 0,
    view_version: 0,
    tried_version: 0,
    shown_version: 0,
  };
}
