import type { SandboxResponse } from '../../message.js';
import type { EntraFaultPlace } from '../faults.js';
import { jobRoutes } from '../job/job-routes.js';
import { listLogs } from '../logs/list-logs.js';
import { bulkUpload } from '../upload/bulk-upload.js';
import { userRoutes } from '../users/user-routes.js';
import type { EntraWorld } from '../world.js';
import type { GraphCall } from './graph-call.js';
import { GraphError } from './graph-error.js';

export interface Route {
  place: EntraFaultPlace;
  /** The operation in the history; none: it tells its own. */
  op: 'bulkUpload' | 'logRead' | 'userRead' | null;
  handle(world: EntraWorld, call: GraphCall): SandboxResponse;
}

const ROUTES: [pattern: RegExp, route: Route][] = [
  [
    /^serviceprincipals\/[^/]+\/synchronization\/jobs\/[^/]+\/bulkupload$/,
    { place: 'bulkUpload', op: 'bulkUpload', handle: bulkUpload },
  ],
  [
    /^serviceprincipals\/[^/]+\/synchronization\/jobs(\/.*)?$/,
    { place: 'job', op: null, handle: jobRoutes },
  ],
  [/^auditlogs\/provisioning$/, { place: 'logs', op: 'logRead', handle: listLogs }],
  [/^users(\/[^/]+)?$/, { place: 'users', op: 'userRead', handle: userRoutes }],
];

const NOWHERE: Route = {
  place: 'job',
  op: null,
  handle() {
    throw new GraphError('notFound', 'The resource was not found.');
  },
};

export function routeOf(segments: readonly string[]): Route {
  const path = segments.map((one) => one.toLowerCase().replaceAll('/', '')).join('/');
  return ROUTES.find(([pattern]) => pattern.test(path))?.[1] ?? NOWHERE;
}
