import type { Reason } from '../../domain/reason.js';

const WAIT = 'Nothing needs to be done: the bridge tries again by itself.';

export const noAnswer: Reason = {
  code: 'ticket-system-unreachable',
  what: 'The ticket system did not answer.',
  next: WAIT,
  owner: 'operations',
};

export const answeredWithError: Reason = {
  code: 'ticket-system-error',
  what: 'The ticket system answered that it has a problem of its own.',
  next: WAIT,
  owner: 'operations',
};

export const tooManyCalls: Reason = {
  code: 'ticket-system-busy',
  what: 'The ticket system asked the bridge to call less often.',
  next: WAIT,
  owner: 'operations',
};

export const notData: Reason = {
  code: 'ticket-system-not-ready',
  what: 'The ticket system answered with a page instead of data; it may be hibernating, under maintenance or asking for a sign-in.',
  next: 'Operations open the ticket system in a browser and wake it or check the integration user; the bridge tries again by itself.',
  owner: 'operations',
};

export const tooLarge: Reason = {
  code: 'ticket-system-answer-too-large',
  what: 'The ticket system answered with more data than the bridge takes.',
  next: 'Operations look at what the ticket holds; the bridge tries again by itself.',
  owner: 'operations',
};

export const connectorFailed: Reason = {
  code: 'connector-failed',
  what: 'The ticket system answered in a way its connector does not understand.',
  next: 'Operations look at the log of the bridge and report it to whoever keeps the connector.',
  owner: 'operations',
};

export const signInRefused: Reason = {
  code: 'ticket-system-sign-in-refused',
  what: 'The ticket system no longer accepts the sign-in of the bridge.',
  next: 'Operations renew the credentials of this connection; the bridge then goes on by itself.',
  owner: 'operations',
};

export const notPermitted: Reason = {
  code: 'ticket-system-not-permitted',
  what: 'The ticket system knows the bridge but does not permit what it asked for.',
  next: 'Operations give the integration user the roles named in the connector’s guide; the bridge then goes on by itself.',
  owner: 'operations',
};

export const wrongAddress: Reason = {
  code: 'ticket-system-address',
  what: 'The ticket system cannot be called at the address configured for this connection.',
  next: 'Operations correct the address of this connection.',
  owner: 'operations',
};

export function requestRefused(status: number): Reason {
  return {
    code: 'ticket-system-refused',
    what: `The ticket system refused the request of the bridge (status ${status}).`,
    next: 'Operations compare the connection’s settings with the connector’s guide.',
    owner: 'operations',
  };
}
