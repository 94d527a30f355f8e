/**
 * A person record is flat: one value per attribute path, so that folding changes is a merge and a
 * difference is readable. Paths follow SCIM with short prefixes: `externalId`, `active`,
 * `userName`, `displayName`, `nickName`, `title`, `userType`, `preferredLanguage`, `name.givenName`,
 * `name.familyName`, `emails.work`, `phoneNumbers.work`, `addresses.work.streetAddress` (locality,
 * region, postalCode, country), `enterprise.department` (employeeNumber, costCenter, organization,
 * division, manager: the manager's externalId), and `<extension>.<Attribute>` for the custom
 * namespaces named in the target's settings, e.g. `jml.HireDate`.
 */
export type Attributes = Record<string, string | boolean>;

/** A complete record, ready to send: never without an explicit `active`. */
export type PersonRecord = Attributes & { externalId: string; active: boolean };

export function isComplete(attributes: Attributes): attributes is PersonRecord {
  return typeof attributes['active'] === 'boolean' && typeof attributes['externalId'] === 'string';
}

/** Same paths, same values; order does not matter. */
export function sameAttributes(a: Attributes, b: Attributes): boolean {
  const paths = Object.keys(a);
  return paths.length === Object.keys(b).length && paths.every((path) => a[path] === b[path]);
}

/** Some path of `part` has the same value in `whole`: not all of it was set otherwise since. */
export function survivesIn(whole: Attributes, part: Attributes): boolean {
  return Object.keys(part).some((path) => whole[path] === part[path]);
}
