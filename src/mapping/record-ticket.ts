import type { Reason } from '../domain/reason.js';
import { appendAudit } from '../ledger/audit.js';
import { closeAttention, openAttention } from '../ledger/attention.js';
import type { TicketRow } from '../ledger/claim.js';
import { touchTicket } from '../ledger/ticket.js';
import type { Tx } from '../ports/store.js';
import type { Case } from './case.js';
import { MAPPING_CODES } from './reasons.js';

export async function saveMapped(tx: Tx, one: Case, now: number): Promise<void> {
  await save(tx, one, 'mapped', null, now);
  await settle(tx, one.ticket.id, null, now);
}

/** A refused leaver is always put before a human; so is what waits for one. */
export async function saveRefused(
  tx: Tx,
  one: Case,
  state: 'rejected' | 'held',
  reason: Reason,
  now: number,
): Promise<void> {
  const ticketId = one.ticket.id;
  await save(tx, one, state, reason, now);
  await settle(tx, ticketId, reason.code, now);
  if (state === 'held' || one.template?.kind === 'termination')
    await openAttention(tx, { subject: `ticket:${ticketId}`, ticketId, reason, now });
}

/** Nothing was decided: the ticket is mapped once more at once. */
export async function mapAgain(tx: Tx, ticket: TicketRow, now: number): Promise<void> {
  await tx.updateTable('ticket').set({ map_due_at: now }).where('id', '=', ticket.id).execute();
}

async function save(
  tx: Tx,
  { ticket, template }: Case,
  state: string,
  reason: Reason | null,
  now: number,
): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({
      state,
      kind: template?.kind ?? null,
      template: template?.file ?? null,
      reason: reason && JSON.stringify(reason),
      map_due_at: null,
      map_tries: 0,
      updated_at: now,
    })
    .where('id', '=', ticket.id)
    .execute();
  await appendAudit(tx, {
    at: now,
    actor: 'bridge',
    action: `ticket.${state}`,
    subject: `ticket:${ticket.id}`,
    data: { from: ticket.state, template: template?.file ?? null, reason: reason?.code ?? null },
  });
  await touchTicket(tx, ticket.id, now);
}

/** What mapping once asked of a human is over, unless it is asked again. */
async function settle(tx: Tx, ticketId: string, still: string | null, now: number): Promise<void> {
  const subject = `ticket:${ticketId}`;
  const open = await tx
    .selectFrom('attention')
    .select('cause')
    .where('subject', '=', subject)
    .where('closed_at', 'is', null)
    .execute();
  for (const { cause } of open)
    if (MAPPING_CODES.includes(cause) && cause !== still)
      await closeAttention(tx, subject, now, cause);
}
