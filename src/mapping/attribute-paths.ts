/** Every path a template may set, apart from those of custom extensions. */
export const ATTRIBUTE_PATHS: readonly string[] = [
  'active',
  'userName',
  'displayName',
  'nickName',
  'title',
  'userType',
  'preferredLanguage',
  'name.givenName',
  'name.familyName',
  'name.middleName',
  'name.formatted',
  'emails.work',
  'phoneNumbers.work',
  ...['streetAddress', 'locality', 'region', 'postalCode', 'country'].map(
    (part) => `addresses.work.${part}`,
  ),
  ...['employeeNumber', 'department', 'costCenter', 'organization', 'division', 'manager'].map(
    (part) => `enterprise.${part}`,
  ),
];
const PATHS = new Set(ATTRIBUTE_PATHS);

const EXTENSION = /^([a-z][a-z0-9]*)\.([A-Za-z][A-Za-z0-9]*)$/;
const BUILT_IN = [
  'name',
  'emails',
  'phoneNumbers',
  'addresses',
  'enterprise',
  'constructor',
  'prototype',
  'meta',
];

/** The custom extension a path belongs to; null for the built-in ones. */
export function extensionOf(path: string): string | null {
  return PATHS.has(path) ? null : (EXTENSION.exec(path)?.[1] ?? null);
}

/** Null when a template may set this path, else why not. */
export function pathProblem(path: string): string | null {
  if (PATHS.has(path)) return null;
  const [, prefix = ''] = EXTENSION.exec(path) ?? [];
  if (prefix && !BUILT_IN.includes(prefix)) return null;
  return path === 'externalId'
    ? 'is set once, at the top of the template'
    : 'is not an attribute a template may set';
}
