import type { ViewStatus } from '../domain/view.js';
import type { ChangeFacts, TicketFacts } from './facts.js';
import { cameTooLate, statusOf, wasSent } from './stage-of.js';
import { effectOf, headDone, tellDone } from './words/change.js';
import { tellInstant } from './words/instant.js';

/** One line for a status field. */
export function headlineOf(
  ticket: TicketFacts,
  live: readonly ChangeFacts[],
  status: ViewStatus,
  { now, zone }: { now: number; zone: string },
): string {
  // The newest instant counts: a hire that is enabled is no longer "created, disabled".
  const one = live.filter((change) => statusOf(change) === status).at(-1);
  if (cameTooLate(ticket)) return 'Too late to cancel: already sent to Microsoft Entra';
  switch (status) {
    case 'received':
      return ticket.state === 'approved' ? 'Approved, being prepared' : 'Received';
    case 'waiting-approval':
      return 'Waiting for approval';
    case 'waiting':
      return headWaiting(live, now, zone);
    case 'queued':
      return one?.halted ? 'Waiting: sending is stopped' : 'Waiting to be sent to Microsoft Entra';
    case 'sent':
      return 'Sent to Microsoft Entra, not confirmed yet';
    case 'unconfirmed':
      return 'Sent to Microsoft Entra, confirmation is late';
    case 'applied':
      return one ? headDone(effectOf(one)) : 'Done';
    case 'unchanged':
      return one
        ? `Nothing to change: the account ${tellDone(effectOf(one))}`
        : 'Nothing to change';
    case 'failed':
      return 'Not done: somebody must look into it';
    case 'rejected':
      return 'Rejected, nothing more is sent';
    case 'held':
      return 'On hold: somebody must act';
    case 'cancelled':
      return `Cancelled, nothing ${ticket.changes.some(wasSent) ? 'more is' : 'was'} sent`;
    case 'superseded':
      return 'Replaced by a later request';
  }
}

function headWaiting(live: readonly ChangeFacts[], now: number, zone: string): string {
  const next = live.find((change) => change.state === 'waiting');
  const done = live.filter(({ state }) => state === 'applied' || state === 'unchanged').at(-1);
  const what = done && effectOf(done) === 'create-disabled' ? 'Account exists, disabled; ' : '';
  if (!next) return 'Accepted';
  const when =
    next.effectiveAt > now
      ? `on ${tellInstant(next.effectiveAt, next.zone || zone)}`
      : 'as soon as its turn comes';
  const todo = { enable: 'enabled', disable: 'disabled', update: 'changed' } as Record<
    string,
    string
  >;
  const verb = todo[effectOf(next)] ?? 'created';
  return what === '' ? `Accepted: to be ${verb} ${when}` : `${what}will be ${verb} ${when}`;
}
