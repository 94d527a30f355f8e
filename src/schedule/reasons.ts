import type { Reason } from '../domain/reason.js';

export const heldAfterTermination: Reason = {
  code: 'approved-before-termination',
  what: 'This request was approved before a termination of the same person, and would enable the account again.',
  next: 'If the person really starts again, approve the request once more; otherwise cancel it.',
  owner: 'manager',
};

export const behindTermination: Reason = {
  code: 'behind-termination',
  what: 'A termination of the same person, which takes effect earlier, goes first.',
  next: 'Nothing needs to be done: this request follows by itself once Microsoft Entra has confirmed it.',
  owner: 'nobody',
};

export const supersededByTermination: Reason = {
  code: 'superseded-by-termination',
  what: 'A termination of the same person, approved later, took the place of this request before it was sent.',
  next: 'Nothing needs to be done.',
  owner: 'nobody',
};

export const incompleteRecord: Reason = {
  code: 'record-incomplete',
  what: 'The full record of this person is not known, so nothing was sent: it would not say whether the account is enabled.',
  next: 'Operations import the person’s record, or allow the bridge to read the directory, and approve the request again.',
  owner: 'operations',
};

export const stepFailed: Reason = {
  code: 'earlier-step-failed',
  what: 'Another step of this request could not be done, so this one is not sent.',
  next: 'Once what was in the way is put right, have the request approved again; otherwise cancel it.',
  owner: 'operations',
};
