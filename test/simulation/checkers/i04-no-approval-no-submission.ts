import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type Violation,
} from '../history.js';
import { askedByPerson, sentRecords, subjectId, time, wasReleased } from './facts.js';

const HOUR = 3_600_000;

/**
 * I4: whoever is sent is named by a ticket that its system then holds approved, as far as a fresh
 * reading can tell; and nothing of a ticket is sent once its withdrawal is in the ledger.
 */
export const noApprovalNoSubmission: Checker = (history) => [
  ...unapproved(history),
  ...sentAfterWithdrawal(history),
];

function unapproved(history: History): Violation[] {
  const { approvalFreshnessMs, clockSkewMs } = history.promises;
  const askedOf = askedByPerson(history);
  return sentRecords(history)
    .filter(({ externalId, at, active }) => {
      return !askedOf(externalId).some((ticket) => {
        // A leaver goes on with the last confirmed approval while the ticket system cannot be asked.
        const grace = ticket.kind === 'termination' && !active ? 12 * HOUR : 0;
        const toleranceMs = approvalFreshnessMs + 2 * clockSkewMs + grace;
        return wasReleased(ticket, at, toleranceMs) || tookEffect(history, ticket.ref);
      });
    })
    .map(({ externalId, at }) =>
      violation('I4', `${externalId} sent at ${time(at)} without approval`),
    );
}

/** What once took effect is part of the person's record, whatever becomes of its ticket. */
function tookEffect({ tickets, audit }: History, ref: string): boolean {
  const id = tickets.find((ticket) => ticket.ref === ref)?.id;
  return audit.some(({ action, data }) => action === 'change.applied' && data['ticket'] === id);
}

function sentAfterWithdrawal({ audit }: History): Violation[] {
  const stopped = new Set<string>();
  return audit.flatMap((event) => {
    note(stopped, event);
    if (event.action !== 'change.sent' || !stopped.has(String(event.data['ticket']))) return [];
    return [violation('I4', `change ${subjectId(event)} was sent after its ticket was withdrawn`)];
  });
}

function note(stopped: Set<string>, event: AuditEvent): void {
  if (event.action === 'ticket.cancelled' || event.action === 'ticket.rejected') {
    stopped.add(subjectId(event));
  }
  if (event.action === 'ticket.approved' || event.action === 'ticket.mapped') {
    stopped.delete(subjectId(event));
  }
}
