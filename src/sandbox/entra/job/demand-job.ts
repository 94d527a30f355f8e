import type { GraphCall } from '../graph/graph-call.js';
import { GraphError } from '../graph/graph-error.js';
import { JOB_ID, SERVICE_PRINCIPAL_ID } from '../identities.js';
import type { EntraWorld } from '../world.js';

/** `servicePrincipals/{id}/synchronization/jobs/{jobId}`: both must be the ones there are. */
export function demandJob(world: EntraWorld, call: GraphCall): void {
  const [, servicePrincipal = '', , , job] = call.segments;
  if (world.settings.foreignServicePrincipals.includes(servicePrincipal)) {
    // The status is not recorded anywhere [LabKeep].
    const message =
      'The service principal identifier in the URL does not belong to the authenticated tenant.';
    throw new GraphError('forbidden', message);
  }
  if (servicePrincipal.toLowerCase() !== SERVICE_PRINCIPAL_ID) {
    throw new GraphError('notFound', 'The service principal was not found.');
  }
  if (job !== undefined && (job !== JOB_ID || world.job.deleted)) {
    throw new GraphError('notFound', 'The synchronization job was not found.');
  }
}
