import type { SandboxResponse } from '../../message.js';
import { json } from '../../message.js';

/** itsm-platforms 2.3: the one shape of a failed call. */
export function failure(status: number, message: string, detail: string | null): SandboxResponse {
  return json(status, { error: { message, detail }, status: 'failure' });
}

export const notAuthenticated = (): SandboxResponse => ({
  ...failure(401, 'User is not authenticated', 'Required to provide Auth information'),
});

export const noRecord = (): SandboxResponse =>
  failure(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");

export const noTable = (name: string): SandboxResponse =>
  failure(400, `Invalid table ${name}`, null);

export const refusedWrite = (): SandboxResponse =>
  failure(403, 'Operation Failed', 'ACL Exception Update Failed due to security constraints');

/** No rate headers, unlike the denial of a rate rule (H7). */
export const noThread = (): SandboxResponse =>
  failure(429, 'Too many requests', 'No thread is available to process the request');
