import { violation, type Checker, type History, type Violation } from '../history.js';
import { askedTickets, isReleasedSince } from './facts.js';

/** What has found its way by then, whatever was lost before. */
const FOUND_WITHIN_MS = 2 * 3_600_000;
const UNANSWERED: readonly string[] = ['received', 'waiting-approval', 'approved', 'cancelled'];

/**
 * I1: a delivery is answered only once it is stored, also where the answer is a refusal; and a ticket
 * that stands approved is not left aside as if it were not.
 */
export const takenIn: Checker = (history) => [
  ...answeredButNotStored(history),
  ...approvedButAside(history),
];

function answeredButNotStored({ events, deliveries }: History): Violation[] {
  const stored = new Set(deliveries.map(({ eventId, status }) => `${eventId} ${status}`));
  return events
    .filter(({ op, status }) => op === 'webhook' && isJudged(status))
    .filter(({ id, status }) => !stored.has(`${String(id)} ${String(status)}`))
    .map(({ id, status }) =>
      violation('I1', `delivery ${String(id)} was answered ${String(status)} and is not stored`),
    );
}

/** Accepted or refused for what it says; a sender that is not proven leaves nothing behind. */
function isJudged(status: unknown): boolean {
  return status === 202 || status === 400 || status === 422;
}

function approvedButAside(history: History): Violation[] {
  const states = new Map(history.tickets.map(({ ref, state }) => [ref, state]));
  return askedTickets(history)
    .filter((ticket) => isReleasedSince(ticket, history.end - FOUND_WITHIN_MS))
    .filter(({ ref }) => UNANSWERED.includes(states.get(ref) ?? ''))
    .map(({ ref, number }) =>
      violation('I1', `${number} is approved and stands ${states.get(ref)}`),
    );
}
