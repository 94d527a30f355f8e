import { type DirectoryUser, isEnabled, textOf } from '../entra/directory/user.js';
import type { DirectoryEntry } from '../page/directory-page.js';
import type { SandboxState } from '../state.js';

/** Everybody in the tenant who is not deleted, by name; no read lag, this is the sandbox's own view. */
export function entraDirectory(state: SandboxState): DirectoryEntry[] {
  const users = state.collection<DirectoryUser>('entra.user');
  return [...users.values()]
    .filter((user) => user.deletedAt === null)
    .map((user) => entryOf(user, users.get(user.managerId ?? '')))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function entryOf(user: DirectoryUser, manager: DirectoryUser | undefined): DirectoryEntry {
  return {
    id: user.id,
    name: textOf(user, 'displayName'),
    userPrincipalName: textOf(user, 'userPrincipalName'),
    employeeId: textOf(user, 'employeeId'),
    enabled: isEnabled(user),
    title: textOf(user, 'jobTitle'),
    department: textOf(user, 'department'),
    manager: manager ? textOf(manager, 'displayName') : '',
  };
}
