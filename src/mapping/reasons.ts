import type { Reason } from '../domain/reason.js';

const onTheForm = 'Correct it on the request; if it was approved already, have it approved again.';

export const blankPerson: Reason = {
  code: 'person-missing',
  what: 'The request does not say whom it is about: the employee number is missing.',
  next: onTheForm,
  owner: 'service-desk',
};

export const blankActive: Reason = {
  code: 'blank-active',
  what: 'The request leaves open whether the account is to be enabled or disabled.',
  next: 'Operations correct the template; nothing was sent.',
  owner: 'operations',
};

export function wrongDate(what: string, pointer: string): Reason {
  return { code: 'date-invalid', what, next: onTheForm, owner: 'service-desk', pointer };
}

export function valueUnknown(where: string): Reason {
  return {
    code: 'value-unknown',
    what: 'The employee number of somebody named on the request is not known to the ticket system.',
    next: 'Have it filled in on that person’s record, or name somebody else; then have the request approved again.',
    owner: 'service-desk',
    pointer: where,
  };
}

export function templateFailed(where: string): Reason {
  return {
    code: 'template-failed',
    what: 'The template for this kind of request could not be applied.',
    next: `Operations correct the template at ${where}; nothing was sent.`,
    owner: 'operations',
    pointer: where,
  };
}

export const noTemplate: Reason = {
  code: 'no-template',
  what: 'There is no template for this catalog item.',
  next: 'Operations add one, or the request is fulfilled by hand.',
  owner: 'operations',
};

export const unknownPerson: Reason = {
  code: 'unknown-person',
  what: 'Nobody in Microsoft Entra has this person’s employee number, so nothing was sent.',
  next: 'Check the person on the request, or fulfil it by hand.',
  owner: 'service-desk',
};

export const recordUnknown: Reason = {
  code: 'record-unknown',
  what: 'The record of this person is not known and the directory may not be read, so nothing was sent.',
  next: 'Operations import the person’s record, allow the bridge to read the directory, or let the target send what is known; then the request is approved again.',
  owner: 'operations',
};

export const alreadyExists: Reason = {
  code: 'person-already-exists',
  what: 'Somebody in Microsoft Entra with an enabled account already has this employee number, so nothing was sent.',
  next: 'Correct the employee number on the request and have it approved again, or cancel the request.',
  owner: 'service-desk',
};

export const contested: Reason = {
  code: 'person-contested',
  what: 'There is another open request about this employee number, so nothing was sent.',
  next: 'Check the employee number on the request. If it is right, wait until the other request is done, or cancel one of the two; then have this one approved again.',
  owner: 'service-desk',
};

export const twoPeople: Reason = {
  code: 'person-ambiguous',
  what: 'More than one account in Microsoft Entra has this employee number, so nothing was sent.',
  next: 'An identity administrator removes the duplicate, then the request is approved again.',
  owner: 'identity-admin',
};

export const otherSpelling: Reason = {
  code: 'employee-number-spelling',
  what: 'Somebody in Microsoft Entra has this employee number in other capital or small letters, so nothing was sent.',
  next: 'Spell the employee number on the request as it stands in Microsoft Entra, or correct it, and have the request approved again.',
  owner: 'service-desk',
};

export function otherPerson(path: string): Reason {
  return {
    code: 'person-mismatch',
    what: 'The employee number on the request belongs to somebody else than the person the request describes, so nothing was sent.',
    next: 'Correct the person on the request, or have an identity administrator put the employee number right; then the request is approved again.',
    owner: 'identity-admin',
    pointer: path,
  };
}

export const foreignDomain: Reason = {
  code: 'user-name-domain',
  what: 'The user name on the request is not in a domain in which the bridge may give user names.',
  next: onTheForm,
  owner: 'service-desk',
  pointer: 'userName',
};

export const noUserName: Reason = {
  code: 'user-name-unavailable',
  what: 'No free user name could be made from this person’s name.',
  next: 'Operations extend the user name rule of the template.',
  owner: 'operations',
};

export const nothingToDo: Reason = {
  code: 'nothing-asked',
  what: 'The request does not ask for any change of the account.',
  next: 'Fill in what is to change and have the request approved again.',
  owner: 'service-desk',
};

export const editedSince: Reason = {
  code: 'request-edited',
  what: 'The request was changed and approved again before this was sent.',
  next: 'Nothing needs to be done: what the request says now took its place.',
  owner: 'nobody',
};

export function unknownExtension(path: string): Reason {
  return {
    code: 'extension-unknown',
    what: 'The template sets an attribute for which the target has no extension.',
    next: `Operations name the extension of ${path} in the settings of the target, or take it out of the template; nothing was sent.`,
    owner: 'operations',
    pointer: path,
  };
}

export function directoryUnavailable(target: string): Reason {
  return {
    code: 'directory-unavailable',
    what: `Microsoft Entra could not be asked who is known to ${target}, so approved requests wait.`,
    next: 'Operations check the network and the permission User.Read.All; the bridge asks again by itself.',
    owner: 'operations',
  };
}

/** One reason for people out of several: every sentence once. */
export function joinReasons(reasons: readonly [Reason, ...Reason[]]): Reason {
  const all = (part: 'what' | 'next') =>
    [...new Set(reasons.map((reason) => reason[part]))].join(' ');
  return { ...reasons[0], what: all('what'), next: all('next') };
}

export const mappingFailed: Reason = {
  code: 'mapping-failed',
  what: 'This request could not be worked on because of a fault in the bridge.',
  next: 'Operations look for the event mapping-failed in the log; the bridge tries again by itself.',
  owner: 'operations',
};

/** Codes of what mapping asks of a human. */
export const MAPPING_CODES: readonly string[] = [
  ...[blankPerson, blankActive, noTemplate, unknownPerson, alreadyExists, twoPeople].map(codeOf),
  contested.code,
  ...[noUserName, nothingToDo, mappingFailed, recordUnknown].map(codeOf),
  ...[otherSpelling.code, 'person-mismatch', 'user-name-domain'],
  ...['date-invalid', 'value-unknown', 'template-failed', 'template-quarantined'],
  ...['extension-unknown', 'entra-limit'],
];

function codeOf(reason: Reason): string {
  return reason.code;
}
