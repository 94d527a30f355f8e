import type { Change } from '../directory/decide.js';
import type { DirectoryUser } from '../directory/user.js';
import type { EntraWorld } from '../world.js';
import type { Plan } from './process.js';

export type Effect = 'create' | 'update' | 'disable' | 'enable' | 'delete' | 'skip' | 'fail';

export interface Applied {
  effect: Effect;
  user: DirectoryUser | null;
  changes: Change[];
}

/** Writes what was planned to the directory. */
export function applyPlan(
  world: EntraWorld,
  externalId: string,
  { decision }: Plan,
  at: number,
): Applied {
  switch (decision.is) {
    case 'create':
      return { ...create(world, externalId, decision.changes, at), changes: decision.changes };
    case 'update': {
      const user = changed(decision.user, externalId, decision.changes);
      world.directory.put(user);
      return { effect: updateEffect(decision.changes), user, changes: decision.changes };
    }
    case 'delete':
      return { effect: 'delete', user: remove(world, decision.user, at), changes: [] };
    case 'skip':
      return { effect: 'skip', user: link(world, externalId, decision.user), changes: [] };
    case 'fail':
      return { effect: 'fail', user: decision.user, changes: [] };
  }
}

function create(world: EntraWorld, externalId: string, changes: Change[], at: number) {
  const { userReadLagMs, scale } = world.settings;
  const empty: DirectoryUser = {
    ...{ id: world.random.uuid(), createdAt: at, readableAt: at + userReadLagMs * scale },
    ...{ deletedAt: null, externalId, managerId: null, onPremises: false, values: {} },
  };
  const user = changed(empty, externalId, changes);
  world.directory.put(user);
  return { effect: 'create' as const, user };
}

function changed(user: DirectoryUser, externalId: string, changes: Change[]): DirectoryUser {
  const values = { ...user.values };
  for (const { name, after } of changes) {
    if (after === null) delete values[name];
    else values[name] = after;
  }
  return { ...user, externalId, values };
}

/** A matched account is linked even where nothing was to change. */
function link(world: EntraWorld, externalId: string, user: DirectoryUser | null) {
  if (!user || user.externalId === externalId) return user;
  const linked = { ...user, externalId };
  world.directory.put(linked);
  return linked;
}

/** Soft for Entra, for good in AD [FAQ]. */
function remove(world: EntraWorld, user: DirectoryUser, at: number): DirectoryUser {
  const deleted = { ...user, deletedAt: at };
  if (world.settings.target === 'ad') world.directory.remove(user);
  else world.directory.put(deleted);
  return deleted;
}

function updateEffect(changes: Change[]): Effect {
  const status = changes.find(({ name }) => name === 'accountEnabled');
  if (!status || status.before === status.after) return 'update';
  return status.after === false ? 'disable' : 'enable';
}
