import type { ViewStatus } from '../domain/view.js';
import type { ChangeFacts, TicketFacts } from './facts.js';

/** Changes another revision of the same ticket replaced tell nothing while others are left. */
export function liveChanges(changes: readonly ChangeFacts[]): ChangeFacts[] {
  const live = changes.filter(({ state }) => state !== 'superseded' && state !== 'cancelled');
  return live.length > 0 ? live : [...changes];
}

/** It was stopped when something of it had left, or may have. */
export function cameTooLate({ reason }: TicketFacts): boolean {
  return reason?.code === 'too-late-to-cancel';
}

/** It left the bridge, even where a later request replaced it since. */
export function wasSent({ state, sentAt }: ChangeFacts): boolean {
  if (state === 'superseded') return sentAt !== null;
  return ['sent', 'applied', 'unchanged', 'failed'].includes(state);
}

/** The status of one change, as the ticket's reader knows it. */
export function statusOf(change: ChangeFacts): ViewStatus {
  const { state, reason } = change;
  if ((state === 'sent' || state === 'queued') && reason?.notTaken) return 'queued';
  const doubtful = change.reason !== null && change.sentAt !== null;
  if (change.state === 'sent') return change.reason === null ? 'sent' : 'unconfirmed';
  if (change.state === 'queued' && doubtful) return 'unconfirmed';
  return change.state;
}

/** What matters most to the reader comes first; the rest follows only once that is over. */
const PRESSING: readonly ViewStatus[] = [
  'failed',
  'held',
  'unconfirmed',
  'sent',
  'queued',
  'waiting',
  'applied',
  'unchanged',
  'superseded',
  'cancelled',
];

export function mostPressing(changes: readonly ChangeFacts[]): ViewStatus {
  const statuses = new Set(changes.map(statusOf));
  return PRESSING.find((status) => statuses.has(status)) ?? 'received';
}
