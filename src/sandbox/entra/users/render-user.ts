import { type DirectoryUser, textOf } from '../directory/user.js';

/** What Graph answers without `$select`. */
export const USUAL_PROPERTIES = [
  ...['businessPhones', 'displayName', 'givenName', 'jobTitle', 'mail', 'mobilePhone'],
  ...['officeLocation', 'preferredLanguage', 'surname', 'userPrincipalName', 'id'],
];

const PLAIN = [
  ...['employeeId', 'userPrincipalName', 'displayName', 'givenName', 'surname', 'mail'],
  ...['jobTitle', 'department', 'companyName', 'employeeType', 'employeeHireDate'],
  ...['employeeLeaveDateTime', 'officeLocation', 'mobilePhone', 'streetAddress', 'city', 'state'],
  ...['postalCode', 'country', 'usageLocation', 'preferredLanguage', 'mailNickname'],
];

const COMPUTED: Record<string, (user: DirectoryUser) => unknown> = {
  id: ({ id }) => id,
  accountEnabled: ({ values }) => values['accountEnabled'] ?? null,
  createdDateTime: ({ createdAt }) => new Date(createdAt).toISOString(),
  businessPhones: ({ values }) =>
    values['telephoneNumber'] === undefined ? [] : [values['telephoneNumber']],
  onPremisesSyncEnabled: ({ onPremises }) => (onPremises ? true : null),
  employeeOrgData: (user) => {
    const division = user.values['employeeOrgData.division'] ?? null;
    const costCenter = user.values['employeeOrgData.costCenter'] ?? null;
    return division === null && costCenter === null ? null : { division, costCenter };
  },
  onPremisesExtensionAttributes: ({ values }) =>
    Object.fromEntries(
      Array.from({ length: 15 }, (_, at) => `extensionAttribute${at + 1}`).map((name) => [
        name,
        values[name] ?? null,
      ]),
    ),
};

export const isUserProperty = (name: string): boolean =>
  PLAIN.includes(name) || Object.hasOwn(COMPUTED, name);

export function userProperty(user: DirectoryUser, name: string): unknown {
  if (Object.hasOwn(COMPUTED, name)) return COMPUTED[name]!(user);
  return textOf(user, name) || null;
}

export function renderUser(
  user: DirectoryUser,
  properties: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(properties.map((name) => [name, userProperty(user, name)]));
}
