import type { Change } from '../directory/decide.js';
import type { EntraWorld } from '../world.js';

export interface Reference {
  status: 'success' | 'warning';
  /** Absent where the manager was that person already, or is not known. */
  change: Change | null;
}

/**
 * Writes the manager by source anchor. One who is not known yet leaves the person without one, and
 * stays so until the person is uploaded again or the job is restarted [Known].
 */
export function resolveManager(
  world: EntraWorld,
  externalId: string,
  manager: string,
): Reference | null {
  const user = world.directory.linked(externalId);
  if (!user) return null;
  const found = world.directory.linked(manager);
  if (!found) {
    world.references.put(externalId, { externalId, manager });
    return { status: 'warning', change: null };
  }
  world.references.delete(externalId);
  if (user.managerId === found.id) return { status: 'success', change: null };
  world.directory.put({ ...user, managerId: found.id });
  const change = { name: 'manager', before: user.managerId, after: found.id };
  return { status: 'success', change };
}
