import type { Reason } from '../domain/reason.js';
import { closeAttention, openAttention } from '../ledger/attention.js';
import type { Tx } from '../ports/store.js';

/** Failures in a row after which people are told. */
export const TRIES_BEFORE_ALARM = 5;

function subjectOf(connection: string): string {
  return `connection:${connection}`;
}

/** The ticket system cannot be used: one matter per connection, however many tickets wait for it. */
export function reportTrouble(
  tx: Tx,
  connection: string,
  reason: Reason,
  now: number,
): Promise<void> {
  return openAttention(tx, { subject: subjectOf(connection), ticketId: null, reason, now });
}

export function endTrouble(tx: Tx, connection: string, now: number): Promise<void> {
  return closeAttention(tx, subjectOf(connection), now);
}
