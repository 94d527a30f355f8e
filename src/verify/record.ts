import type { Updateable } from 'kysely';
import type { Reason } from '../domain/reason.js';
import type { TicketSnapshot, TicketState } from '../domain/ticket.js';
import { closeAttention, openAttention } from '../ledger/attention.js';
import { appendAudit } from '../ledger/audit.js';
import type { TicketRow } from '../ledger/claim.js';
import { touchTicket } from '../ledger/ticket.js';
import type { TicketTable } from '../ports/schema.js';
import type { Tx } from '../ports/store.js';
import type { Verification } from './decide.js';
import { nextLookMs } from './pace.js';
import { notFound, STOP_CODES } from './reasons.js';
import { noteUnconfirmedClaim } from './unconfirmed-claim.js';
import { withdrawChanges } from './withdraw.js';

/** An older answer comes from a replica of the ticket system that lags behind. */
const REPLICA_LAG_MS = 30_000;
const MISSING_MS = 30_000;

interface Outcome {
  state: TicketState;
  reason: Reason | null;
  also: Updateable<TicketTable>;
}

/** Writes what was decided, with its audit row; the caller has checked the fence. */
export async function recordVerification(
  tx: Tx,
  row: TicketRow,
  ticket: TicketSnapshot | undefined,
  decision: Verification,
  now: number,
): Promise<void> {
  if (decision.is === 'older') return save(tx, row, { verify_due_at: now + REPLICA_LAG_MS });
  if (decision.is === 'missing' && !decision.hold) {
    const tries = row.verify_tries + 1;
    return save(tx, row, { verify_due_at: now + MISSING_MS * tries, verify_tries: tries });
  }
  const outcome = await outcomeOf(tx, row, decision, now);
  const reason = outcome.reason === null ? null : JSON.stringify(outcome.reason);
  const read = ticket ? readColumns(ticket, now) : {};
  await save(tx, row, { ...read, ...outcome.also, state: outcome.state, reason, verify_tries: 0 });
  await audit(tx, row, ticket, outcome, now);
  if (decision.is === 'waiting') await noteUnconfirmedClaim(tx, row, now);
  await settleAttention(tx, row, outcome, now);
  if (row.state !== outcome.state || row.reason !== reason || row.digest !== ticket?.digest) {
    await touchTicket(tx, row.id, now);
  }
}

async function outcomeOf(
  tx: Tx,
  row: TicketRow,
  decision: Exclude<Verification, { is: 'older' }>,
  now: number,
): Promise<Outcome> {
  const again = { verify_due_at: now + nextLookMs(now - row.received_at) };
  const rest = { verify_due_at: null };
  switch (decision.is) {
    case 'missing':
      return { state: 'held', reason: notFound, also: again };
    case 'held':
      return { state: 'held', reason: decision.why, also: again };
    case 'waiting':
      return { state: 'waiting-approval', reason: null, also: again };
    case 'confirmed': {
      const { kind, approvedAt, state } = decision;
      return { state, reason: null, also: { ...rest, kind, approved_at: approvedAt } };
    }
    case 'approved': {
      const { kind, approvedAt } = decision;
      // A mapping under way works from an older reading, so its fence no longer fits.
      const map = { map_due_at: now, map_tries: 0, map_fence: row.map_fence + 1 };
      return {
        state: 'approved',
        reason: null,
        also: { ...rest, kind, approved_at: approvedAt, ...map },
      };
    }
    case 'stopped':
      return { state: decision.state, ...(await stop(tx, row, decision, now)) };
  }
}

async function stop(
  tx: Tx,
  row: TicketRow,
  { state, why }: Extract<Verification, { is: 'stopped' }>,
  now: number,
): Promise<Pick<Outcome, 'reason' | 'also'>> {
  const also = { verify_due_at: null, map_due_at: null, map_fence: row.map_fence + 1 };
  // Told once: a later look at a ticket that already stopped must not ask for the same work again.
  const before = reasonOf(row);
  const already = row.state === state && before !== null && STOP_CODES.includes(before.code);
  const reason = already ? before : await withdrawChanges(tx, row.id, why, now);
  return { reason, also };
}

function reasonOf({ reason }: TicketRow): Reason | null {
  return reason === null ? null : (JSON.parse(reason) as Reason);
}

function readColumns(ticket: TicketSnapshot, now: number): Updateable<TicketTable> {
  return {
    ref: ticket.ref,
    number: ticket.number,
    revision: ticket.revision,
    digest: ticket.digest,
    snapshot: JSON.stringify(ticket),
    checked_at: now,
    updated_at: now,
  };
}

async function save(tx: Tx, row: TicketRow, set: Updateable<TicketTable>): Promise<void> {
  await tx.updateTable('ticket').set(set).where('id', '=', row.id).execute();
}

async function audit(
  tx: Tx,
  row: TicketRow,
  ticket: TicketSnapshot | undefined,
  { state, reason }: Outcome,
  now: number,
): Promise<void> {
  const changed = row.state !== state;
  // A wait that goes on is no news; an approval that still holds is what a later send stands on.
  if (!changed && state !== 'mapped' && state !== 'approved') return;
  await appendAudit(tx, {
    at: now,
    actor: `connection:${row.connection}`,
    action: changed ? `ticket.${state}` : 'ticket.confirmed',
    subject: `ticket:${row.id}`,
    data: {
      from: row.state,
      reason: reason?.code,
      revision: ticket?.revision,
      digest: ticket?.digest,
      approvers: ticket?.approvers
        .filter((one) => one.decision === 'approved')
        .map((one) => one.id),
    },
  });
}

/** What a ticket was held for is over once it is not any more; what it was rejected for, once it stops. */
async function settleAttention(tx: Tx, row: TicketRow, outcome: Outcome, now: number) {
  const before = reasonOf(row);
  const subject = `ticket:${row.id}`;
  const stopped = outcome.state === 'rejected' || outcome.state === 'cancelled';
  const isOver = row.state === 'held' || (row.state === 'rejected' && stopped);
  if (isOver && before && before.code !== outcome.reason?.code) {
    await closeAttention(tx, subject, now, before.code);
  }
  if (outcome.state === 'held' && outcome.reason) {
    await openAttention(tx, { subject, ticketId: row.id, reason: outcome.reason, now });
  }
}
