import type { SandboxPerson, SandboxSite } from '../../people.js';
import type { Directory } from './directory.js';
import type { DirectoryUser } from './user.js';

/** The people present from the start, enabled, linked to the job and to their managers. */
export function seedDirectory(
  directory: Directory,
  people: readonly SandboxPerson[],
  sites: readonly SandboxSite[],
  domain: string,
  now: number,
): void {
  if (directory.size > 0) return;
  const idOf = new Map(people.map((person) => [person.employeeNumber, person.objectId]));
  for (const person of people) {
    const site = sites.find(({ name }) => name === person.site);
    directory.put(userOf(person, site, domain, idOf.get(person.manager ?? '') ?? null, now));
  }
}

function userOf(
  person: SandboxPerson,
  site: SandboxSite | undefined,
  domain: string,
  managerId: string | null,
  now: number,
): DirectoryUser {
  const name = person.userName;
  const upn = name.includes('@') ? name : `${name}@${domain}`;
  return {
    ...{ id: person.objectId, createdAt: now, readableAt: now, deletedAt: null, managerId },
    externalId: person.employeeNumber,
    onPremises: false,
    values: filled({
      employeeId: person.employeeNumber,
      userPrincipalName: upn,
      accountEnabled: true,
      displayName: `${person.firstName} ${person.lastName}`.trim(),
      givenName: person.firstName,
      surname: person.lastName,
      mail: upn,
      mailNickname: upn.slice(0, upn.indexOf('@')),
      jobTitle: person.title,
      department: person.department,
      companyName: person.company,
      'employeeOrgData.costCenter': person.costCenter,
      employeeType: 'Employee',
      ...placeOf(site),
    }),
  };
}

function placeOf(site: SandboxSite | undefined): Record<string, string> {
  if (!site) return {};
  return {
    officeLocation: site.name,
    streetAddress: site.street,
    city: site.city,
    state: site.state,
    postalCode: site.postalCode,
    country: site.country,
    usageLocation: site.country,
  };
}

function filled(values: Record<string, string | boolean>): Record<string, string | boolean> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
