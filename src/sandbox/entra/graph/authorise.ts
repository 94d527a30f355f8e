import { SERVICE_PRINCIPAL_ID } from '../identities.js';
import type { EntraWorld } from '../world.js';
import { GraphError } from './graph-error.js';
import type { GraphCall } from './graph-call.js';

/** Roles of which one is enough, and one that is enough for what the client owns [G-Perm]. */
interface Needed {
  any: readonly string[];
  owned?: string;
}

export const UPLOAD: Needed = {
  any: ['SynchronizationData-User.Upload'],
  owned: 'SynchronizationData-User.Upload.OwnedBy',
};
export const READ_LOGS: Needed = {
  any: ['ProvisioningLog.Read.All', 'AuditLog.Read.All', 'Directory.Read.All'],
};
export const READ_JOB: Needed = {
  any: ['Synchronization.Read.All', 'Synchronization.ReadWrite.All'],
  owned: 'Application.ReadWrite.OwnedBy',
};
export const CHANGE_JOB: Needed = {
  any: ['Synchronization.ReadWrite.All'],
  owned: 'Application.ReadWrite.OwnedBy',
};
export const READ_USERS: Needed = {
  any: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
};

export function authorise(world: EntraWorld, call: GraphCall, needed: Needed): void {
  const { roles } = call.caller;
  if (needed.any.some((role) => roles.includes(role))) return;
  const owns = world.settings.ownedServicePrincipals.includes(SERVICE_PRINCIPAL_ID);
  if (owns && needed.owned !== undefined && roles.includes(needed.owned)) return;
  throw new GraphError('forbidden', 'Insufficient privileges to complete the operation.');
}
