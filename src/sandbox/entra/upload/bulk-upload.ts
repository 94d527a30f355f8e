import type { SandboxResponse } from '../../message.js';
import { authorise, UPLOAD } from '../graph/authorise.js';
import { demandMethod } from '../graph/demand-method.js';
import { BUCKET_FULL } from '../graph/fault-answer.js';
import type { GraphCall } from '../graph/graph-call.js';
import { GraphError } from '../graph/graph-error.js';
import { JOB_ID } from '../identities.js';
import { demandJob } from '../job/demand-job.js';
import { isRunning } from '../job/job-state.js';
import type { EntraWorld } from '../world.js';
import { type BulkOperation, isScim, readBulkRequest } from './validate.js';

/** `POST …/bulkUpload`: 202 means staged for the job, nothing more [G-Bulk]. */
export function bulkUpload(world: EntraWorld, call: GraphCall): SandboxResponse {
  call.trace['job'] = call.segments[4];
  demandMethod(call, 'POST');
  demandJob(world, call);
  authorise(world, call, UPLOAD);
  throttle(world);
  const operations = readOperations(world, call);
  if (world.queue.size + operations.length > world.settings.queueCapacity) {
    throw new GraphError('internal', BUCKET_FULL);
  }
  stage(world, call, operations);
  const filter = `$filter=jobid%20eq%20'${JOB_ID}'`;
  const location = `${call.baseUrl}/${call.version}/auditLogs/provisioning/?${filter}`;
  return { status: 202, headers: { location, 'content-length': '0' }, body: '' };
}

function throttle(world: EntraWorld): void {
  const wait = world.uploads.count(world.now(), world.settings);
  if (wait === null) return;
  throw new GraphError('tooManyRequests', 'Too many requests.', {
    ...(world.settings.retryAfter ? { 'retry-after': String(Math.ceil(wait / 1000)) } : {}),
  });
}

/** A wrong media type is documented as 400, not 415 [Troubleshoot]. */
function readOperations({ settings }: EntraWorld, call: GraphCall): BulkOperation[] {
  const { body, headers } = call.request;
  if (body.length > settings.maxBodyBytes) throw new GraphError('tooLarge', 'Request too large.');
  const rules = {
    strict: settings.strict,
    deletes: settings.deletes && call.version === 'beta',
  };
  const operations = isScim(headers['content-type']) ? readBulkRequest(body, rules) : null;
  if (!operations) throw new GraphError('badRequest', 'Invalid Data Format');
  return operations;
}

function stage(world: EntraWorld, call: GraphCall, operations: BulkOperation[]): void {
  const staged = operations.map(({ method, data: { password: _, ...data } }) => {
    const { externalId } = data;
    return { method, data, externalId: typeof externalId === 'string' ? externalId : '' };
  });
  const acceptedAt = world.now();
  for (const one of staged) world.queue.add({ ...one, acceptedAt, requestId: call.requestId });
  world.lastUploaded = staged.at(-1)?.externalId ?? world.lastUploaded;
  call.trace['records'] = staged.map(({ method, externalId, data }) => ({
    ...{ externalId, active: data['active'] ?? null, userName: data['userName'] ?? null, data },
    ...(method === 'DELETE' ? { method } : {}),
  }));
  call.trace['duringPause'] = !isRunning(world.job);
}
