import { OPEN_STATES } from '../domain/change.js';
import type { TicketView, ViewStatus } from '../domain/view.js';
import type { ChangeFacts, TicketFacts } from './facts.js';
import { headlineOf } from './headline.js';
import { cameTooLate, liveChanges, mostPressing, statusOf, wasSent } from './stage-of.js';
import { tellPeople } from './words/people.js';
import { plainText } from './words/plain-text.js';
import * as words from './words/progress.js';

export interface ViewContext {
  now: number;
  /** Zone for instants that belong to no person. */
  zone: string;
}

/** A turn in the queue shorter than this is not worth a note. */
export const QUEUE_NOTE_MS = 60_000;

const TICKET_STATES: readonly string[] = ['held', 'rejected', 'cancelled'];

/**
 * What a ticket should show. An empty note means: nothing worth telling, leave the ticket as it is.
 */
export function viewOf(ticket: TicketFacts, context: ViewContext): TicketView {
  const status = TICKET_STATES.includes(ticket.state)
    ? (ticket.state as ViewStatus)
    : statusOfWork(ticket);
  const live = liveChanges(ticket.changes);
  const sentences = sentencesOf(ticket, live, status, context);
  const settled = live.every(isSettled);
  return {
    status,
    headline: plainText(headlineOf(ticket, live, status, context)),
    note:
      isSilent(status, live, context.now) && ticket.refusal === null
        ? ''
        : plainText([...sentences, tellPeople(ticket.snapshot)].filter(Boolean).join('\n')),
    final: isFinal(status, settled),
    succeeded: settled && (status === 'applied' || status === 'unchanged'),
  };
}

function statusOfWork({ state, changes }: TicketFacts): ViewStatus {
  if (state === 'received' || state === 'waiting-approval') return state;
  return state === 'approved' ? 'received' : mostPressing(liveChanges(changes));
}

/** Before the ticket was read, and in a short queue, a note would be noise. */
function isSilent(status: ViewStatus, live: readonly ChangeFacts[], now: number): boolean {
  if (status === 'received') return true;
  if (status === 'waiting') return live.filter(isWaiting).every((change) => isJustDue(change, now));
  if (status !== 'queued') return false;
  return live
    .filter((change) => statusOf(change) === 'queued')
    .every((change) => change.halted === null && now - (change.queuedAt ?? now) < QUEUE_NOTE_MS);
}

function isWaiting({ state }: ChangeFacts): boolean {
  return state === 'waiting';
}

/** It is about to join the queue. */
function isJustDue({ effectiveAt, reason }: ChangeFacts, now: number): boolean {
  return reason === null && effectiveAt <= now && now - effectiveAt < QUEUE_NOTE_MS;
}

function isFinal(status: ViewStatus, settled: boolean): boolean {
  if (status === 'held') return false;
  return settled && !['received', 'waiting-approval'].includes(status);
}

function isSettled({ state }: ChangeFacts): boolean {
  return !OPEN_STATES.includes(state);
}

/** Why the ticket stopped, if it did, then each change in the order of its instant. */
function sentencesOf(
  ticket: TicketFacts,
  live: readonly ChangeFacts[],
  status: ViewStatus,
  context: ViewContext,
): string[] {
  const refused = ticket.refusal ? [`${ticket.refusal.what} ${ticket.refusal.next}`] : [];
  if (status === 'waiting-approval') {
    return [
      ...refused,
      'This request waits for its approval. Nothing is sent to Microsoft Entra before it is approved.',
    ];
  }
  const stopped = TICKET_STATES.includes(ticket.state);
  const own = stopped && ticket.reason ? [`${ticket.reason.what} ${ticket.reason.next}`] : [];
  const nothingSent = stopped && !cameTooLate(ticket) && !ticket.changes.some(wasSent);
  const told = stopped ? live.filter(wasSent) : live;
  return [
    ...refused,
    ...own,
    ...(nothingSent && status !== 'held' ? ['Nothing was sent to Microsoft Entra.'] : []),
    ...new Set(stillTrue(told).map((change) => sentenceOf(change, context))),
  ];
}

/** Of what is proven about one account only the newest is true: it was disabled, now it is enabled. */
function stillTrue(changes: readonly ChangeFacts[]): ChangeFacts[] {
  return changes.filter(
    (change, index) =>
      !isProven(change) ||
      !changes
        .slice(index + 1)
        .some((later) => isProven(later) && later.personName === change.personName),
  );
}

function isProven({ state }: ChangeFacts): boolean {
  return state === 'applied' || state === 'unchanged';
}

function sentenceOf(change: ChangeFacts, { now, zone }: ViewContext): string {
  switch (statusOf(change)) {
    case 'applied':
    case 'unchanged':
      return words.tellProven(change);
    case 'waiting':
      return words.tellComing(change, now);
    case 'queued':
      return words.tellQueued(change);
    case 'sent':
      return words.tellSent(change, change.zone || zone);
    case 'unconfirmed':
      return words.tellUnconfirmed(change);
    case 'failed':
      return words.tellFailed(change);
    case 'held':
      return words.tellHeld(change);
    default:
      return change.reason ? `${change.reason.what} ${change.reason.next}` : '';
  }
}

/** When the view may differ although nothing happened; null: not by itself. */
export function lookAgainAt(ticket: TicketFacts, now: number): number | null {
  const since = ticket.changes.map((change) => {
    if (change.state === 'queued') return change.queuedAt;
    return change.state === 'waiting' && change.effectiveAt <= now ? change.effectiveAt : null;
  });
  const turns = since
    .filter((at) => at !== null)
    .map((at) => at + QUEUE_NOTE_MS)
    .filter((at) => at > now);
  return turns.length > 0 ? Math.min(...turns) : null;
}
