import type { Attributes } from '../domain/record.js';
import type { Reason } from '../domain/reason.js';

/** Longest values in characters, by attribute path. Source: Graph user resource, typings of 23 Jan 2026. */
export const LONGEST: Record<string, number> = {
  externalId: 16,
  displayName: 256,
  'name.givenName': 64,
  'name.familyName': 64,
  'enterprise.employeeNumber': 16,
  'enterprise.department': 64,
  'enterprise.organization': 64,
  'enterprise.manager': 16,
  title: 128,
  'addresses.work.locality': 128,
  'addresses.work.region': 128,
  'addresses.work.country': 128,
  'addresses.work.postalCode': 40,
  'addresses.work.streetAddress': 1024,
  'jml.Mobile': 64,
};
/** Where no limit is published, one that keeps mistakes out. */
const LONGEST_OTHER = 256;

/** Source: username rules of Microsoft Entra; 113 characters in all follow from the two. */
export const USER_NAME_LOCAL = 64;
export const USER_NAME_DOMAIN = 48;
const USER_NAME = /^[A-Za-z0-9'.\-_!#^~]+$/;
/** What Entra itself puts into the user names of guests; nobody else has it. */
const GUEST = /#ext#/i;
const DOMAIN =
  /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/;

/** Controls, formats (direction marks, tags), separators, and letters that show nothing. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u;
/** Sinhala, Persian and others cannot be spelled without joiners; next to plain letters they only hide. */
const SPELLED_JOINER = /(?<=[^\p{ASCII}])[\u200c\u200d](?=[^\p{ASCII}])/gu;
/** Values with special characters break the job's matching queries (fact sheet 2.7). */
const PERSON_ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const PERSON_IDS = ['externalId', 'enterprise.manager'];
/** More marks on one letter than any language writes. */
const STACKED_MARKS = /\p{M}{9,}/u;

/** What Entra would refuse, found before anything is sent. Reasons never carry the value. */
export function checkEntraLimits(attributes: Attributes): Reason[] {
  const reasons: Reason[] = [];
  for (const [path, value] of Object.entries(attributes)) {
    if (typeof value !== 'string') continue;
    const problem = path === 'userName' ? userNameProblem(value) : textProblem(path, value);
    if (problem)
      reasons.push({ code: 'entra-limit', ...problem, owner: 'service-desk', pointer: path });
  }
  return reasons;
}

function textProblem(path: string, value: string): Pick<Reason, 'what' | 'next'> | null {
  const longest = LONGEST[path] ?? LONGEST_OTHER;
  const length = [...value].length;
  if (length > longest) {
    return {
      what: `The ${nameOf(path)} is ${length} characters long; Microsoft Entra allows ${longest}.`,
      next: 'Shorten it on the request.',
    };
  }
  if (
    HIDDEN.test(value.replace(SPELLED_JOINER, '')) ||
    STACKED_MARKS.test(value) ||
    !value.isWellFormed()
  ) {
    return {
      what: `The ${nameOf(path)} contains characters that cannot be seen.`,
      next: 'Type it again on the request instead of pasting it.',
    };
  }
  if (PERSON_IDS.includes(path) && !PERSON_ID.test(value)) {
    return {
      what: `The ${nameOf(path)} contains something other than letters A to Z, digits, dots, dashes and underscores.`,
      next: 'Correct it on the request.',
    };
  }
  return null;
}

function userNameProblem(value: string): Pick<Reason, 'what' | 'next'> | null {
  const [local = '', domain = '', ...more] = value.split('@');
  const next = 'Operations correct the user name rule of the template.';
  if (
    more.length > 0 ||
    !USER_NAME.test(local) ||
    local.endsWith('.') ||
    local.startsWith('.') ||
    GUEST.test(local) ||
    !DOMAIN.test(domain)
  ) {
    return { what: 'The user name is not one that Microsoft Entra allows.', next };
  }
  if (local.length > USER_NAME_LOCAL || domain.length > USER_NAME_DOMAIN) {
    return { what: 'The user name is longer than Microsoft Entra allows.', next };
  }
  return null;
}

const NAMES: Record<string, string> = {
  externalId: 'employee number',
  displayName: 'display name',
  title: 'job title',
  'name.givenName': 'first name',
  'name.familyName': 'last name',
  'enterprise.department': 'department',
  'enterprise.organization': 'company',
  'enterprise.manager': 'employee number of the manager',
};

export function nameOf(path: string): string {
  return NAMES[path] ?? `value for ${path}`;
}
