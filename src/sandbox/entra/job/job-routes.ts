import { json, type SandboxResponse } from '../../message.js';
import { authorise, CHANGE_JOB, READ_JOB } from '../graph/authorise.js';
import { demandMethod } from '../graph/demand-method.js';
import type { GraphCall } from '../graph/graph-call.js';
import { GraphError } from '../graph/graph-error.js';
import type { EntraWorld } from '../world.js';
import { pauseJob, readResetScope, restartJob, startJob } from './control-job.js';
import { demandJob } from './demand-job.js';
import { jobDocument } from './job-document.js';
import { readSchema } from './read-schema.js';

const DONE: SandboxResponse = { status: 204, headers: {}, body: '' };

type Handler = (world: EntraWorld, call: GraphCall) => SandboxResponse;

const ACTIONS: Record<string, Handler> = {
  start: changing(startJob),
  pause: changing(pauseJob),
  restart: changing((world, call) => restartJob(world, resetScopeOf(call))),
  schema,
  provisionondemand() {
    // Not supported for these apps [Configure].
    throw new GraphError('notSupported', 'Provision on demand is not supported for this job.');
  },
};

/** `…/synchronization/jobs`, one job, and what can be done to it. */
export function jobRoutes(world: EntraWorld, call: GraphCall): SandboxResponse {
  demandJob(world, call);
  const [, , , , job, action, ...rest] = call.segments;
  if (action === undefined) return readJobs(world, call, job);
  const name = action.toLowerCase();
  if (rest.length > 0 || !Object.hasOwn(ACTIONS, name)) {
    throw new GraphError('notFound', 'The resource was not found.');
  }
  return ACTIONS[name]!(world, call);
}

function readJobs(world: EntraWorld, call: GraphCall, job: string | undefined): SandboxResponse {
  demandMethod(call, 'GET');
  authorise(world, call, READ_JOB);
  const context = `${call.baseUrl}/${call.version}/$metadata#servicePrincipals/synchronization/jobs`;
  if (job === undefined) {
    const value = world.job.deleted ? [] : [jobDocument(world)];
    return json(200, { '@odata.context': context, value });
  }
  return json(200, { '@odata.context': `${context}/$entity`, ...jobDocument(world) });
}

function changing(change: (world: EntraWorld, call: GraphCall) => void): Handler {
  return (world, call) => {
    demandMethod(call, 'POST');
    authorise(world, call, CHANGE_JOB);
    change(world, call);
    return DONE;
  };
}

function schema(world: EntraWorld, call: GraphCall): SandboxResponse {
  demandMethod(call, 'GET', 'PUT');
  if (call.request.method === 'GET') {
    authorise(world, call, READ_JOB);
    return json(200, world.schema.document);
  }
  authorise(world, call, CHANGE_JOB);
  world.schema.replace(readSchema(call.request.body));
  world.note('job', { change: 'schema' });
  return DONE;
}

/** `{"criteria":{"resetScope":"…"}}`; without a body, as the portal's button. */
function resetScopeOf(call: GraphCall): number {
  const text = call.request.body.toString('utf8');
  let scope: unknown;
  try {
    const body = JSON.parse(text || '{}') as { criteria?: { resetScope?: unknown } | null } | null;
    scope = body?.criteria?.resetScope ?? '';
  } catch {
    scope = null;
  }
  const flags = typeof scope === 'string' ? readResetScope(scope) : null;
  if (flags === null) throw new GraphError('badRequest', 'The reset scope cannot be read.');
  return flags;
}
