import type { DirectoryUser, EntraFace } from '../entra-face.js';
import type { DirectoryEntry } from '../page/directory-page.js';

/** Everybody in the tenant, by name. */
export function entraDirectory(entra: EntraFace): DirectoryEntry[] {
  const users = [...(entra.users?.() ?? [])];
  const names = new Map(users.map((user) => [user.id, user.displayName ?? '']));
  return users
    .map((user) => entryOf(user, names))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function entryOf(user: DirectoryUser, names: ReadonlyMap<string, string>): DirectoryEntry {
  return {
    id: user.id,
    name: user.displayName ?? '',
    userPrincipalName: user.userPrincipalName ?? '',
    employeeId: user.employeeId ?? '',
    enabled: user.accountEnabled === true,
    title: user.jobTitle ?? '',
    department: user.department ?? '',
    manager: names.get(user.manager ?? '') ?? '',
  };
}
