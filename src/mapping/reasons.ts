import type { Reason } from '../domain/reason.js';

const onTheForm = 'Correct it on the request; if it was approved already, have it approved again.';

export const blankPerson: Reason = {
  code: 'person-missing',
  what: 'The request does not say whom it is about: the employee number is missing.',
  next: onTheForm,
  owner: 'service-desk',
};

export const blankActive: Reason = {
  code: 'active-blank',
  what: 'The request leaves open whether the account is to be enabled or disabled.',
  next: 'Operations correct the template; nothing was sent.',
  owner: 'operations',
};

export function wrongDate(what: string): Reason {
  return { code: 'date-invalid', what, next: onTheForm, owner: 'service-desk' };
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

export const alreadyExists: Reason = {
  code: 'person-already-exists',
  what: 'Somebody in Microsoft Entra with an enabled account already has this employee number, so nothing was sent.',
  next: 'Check the employee number on the request.',
  owner: 'service-desk',
};

export const twoPeople: Reason = {
  code: 'person-ambiguous',
  what: 'More than one account in Microsoft Entra has this employee number, so nothing was sent.',
  next: 'An identity administrator removes the duplicate, then the request is approved again.',
  owner: 'identity-admin',
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
