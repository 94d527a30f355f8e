import type { Attributes, PersonRecord } from '../domain/record.js';

/** The Graph properties that the inverse mapping reads. */
export const DIRECTORY_SELECT =
  'id,employeeId,userPrincipalName,displayName,givenName,surname,accountEnabled,mail,jobTitle,department,' +
  'companyName,employeeType,employeeHireDate,employeeLeaveDateTime,mobilePhone,businessPhones,streetAddress,' +
  'city,state,postalCode,country,preferredLanguage,employeeOrgData';

/** Graph property to attribute path; the inverse of the default mapping (fact sheet 7). */
const PATHS: Record<string, string> = {
  userPrincipalName: 'userName',
  displayName: 'displayName',
  givenName: 'name.givenName',
  surname: 'name.familyName',
  mail: 'emails.work',
  jobTitle: 'title',
  department: 'enterprise.department',
  companyName: 'enterprise.organization',
  employeeType: 'userType',
  streetAddress: 'addresses.work.streetAddress',
  city: 'addresses.work.locality',
  state: 'addresses.work.region',
  postalCode: 'addresses.work.postalCode',
  country: 'addresses.work.country',
  preferredLanguage: 'preferredLanguage',
};

/** Custom attributes, where the target has the extension `jml`. */
const EXTENSION_PATHS: Record<string, string> = {
  employeeHireDate: 'jml.HireDate',
  employeeLeaveDateTime: 'jml.LeaveDate',
  mobilePhone: 'jml.Mobile',
};

/** What the directory knows of a person, as the record that would have produced it; null if it has no employee id. */
export function fromDirectoryUser(
  user: Record<string, unknown>,
  extensions: Record<string, string>,
): PersonRecord | null {
  const externalId = user['employeeId'];
  if (typeof externalId !== 'string' || externalId === '') return null;
  const record: Attributes = { externalId, active: user['accountEnabled'] === true };
  const paths = 'jml' in extensions ? { ...PATHS, ...EXTENSION_PATHS } : PATHS;
  for (const [property, path] of Object.entries(paths)) put(record, path, user[property]);
  put(record, 'phoneNumbers.work', (user['businessPhones'] as unknown[] | undefined)?.[0]);
  const organisation = user['employeeOrgData'] as Record<string, unknown> | null | undefined;
  put(record, 'enterprise.costCenter', organisation?.['costCenter']);
  put(record, 'enterprise.division', organisation?.['division']);
  put(
    record,
    'enterprise.manager',
    (user['manager'] as Record<string, unknown> | null | undefined)?.['employeeId'],
  );
  return record as PersonRecord;
}

function put(record: Attributes, path: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') record[path] = value;
}
