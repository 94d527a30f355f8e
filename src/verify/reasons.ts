import type { Reason } from '../domain/reason.js';

export const notFound: Reason = {
  code: 'ticket-not-found',
  what: 'We could not find this ticket in its own system; it may be restricted.',
  next: 'Operations check that the ticket exists and that the integration user may read it; the bridge looks again by itself.',
  owner: 'operations',
};

export const selfApproved: Reason = {
  code: 'self-approved',
  what: 'This request was approved only by the person it is about or by the person who raised it.',
  next: 'Ask somebody else to approve it; the bridge then goes on by itself.',
  owner: 'manager',
};

export const noApproverNamed: Reason = {
  code: 'no-approver-named',
  what: 'This request is marked as approved, but the ticket names nobody who approved it.',
  next: 'Have it approved through the approval process of the ticket system; the bridge then goes on by itself.',
  owner: 'service-desk',
};

export const closedBeforeStart: Reason = {
  code: 'ticket-closed-before-start',
  what: 'The ticket was approved, but already closed when the bridge first read it, so nothing was sent.',
  next: 'If the change is still wanted, open the ticket again or raise a new request.',
  owner: 'service-desk',
};

export const approvedLongAgo: Reason = {
  code: 'approved-long-ago',
  what: 'This request was approved so long ago that the bridge no longer knows whether it was carried out, so nothing was sent.',
  next: 'If the change is still wanted, have the request approved once more or raise a new one.',
  owner: 'service-desk',
};

export const rejected: Reason = {
  code: 'approval-rejected',
  what: 'The request was rejected in the ticket system.',
  next: 'Nothing needs to be done. If it was a mistake, have it approved again.',
  owner: 'nobody',
};

export const ticketCancelled: Reason = {
  code: 'ticket-cancelled',
  what: 'The ticket was cancelled in the ticket system.',
  next: 'Nothing needs to be done. If the change is wanted after all, raise a new request.',
  owner: 'nobody',
};

export const closedUnapproved: Reason = {
  code: 'ticket-closed-unapproved',
  what: 'The ticket was closed before it was approved.',
  next: 'Nothing needs to be done. If the change is wanted after all, raise a new request.',
  owner: 'nobody',
};

export const approvalWithdrawn: Reason = {
  code: 'approval-withdrawn',
  what: 'The approval of this request was taken back.',
  next: 'If the change is wanted after all, have the request approved again.',
  owner: 'manager',
};

const TOO_LATE = 'too-late-to-cancel';

/** Codes of why the ticket's own system stopped it; the mapping rejects tickets as well. */
export const STOP_CODES: readonly string[] = [
  ...[rejected, ticketCancelled, closedUnapproved, approvalWithdrawn].map(({ code }) => code),
  TOO_LATE,
];

/** The end of the request came when something of it had already left. */
export function tooLateToCancel(why: Reason): Reason {
  return {
    code: TOO_LATE,
    what: `${why.what} By then it had already been sent to Microsoft Entra, so it was too late to stop all of it.`,
    next: 'If the account must be changed back, raise a new request; operations have been told.',
    owner: 'operations',
  };
}
