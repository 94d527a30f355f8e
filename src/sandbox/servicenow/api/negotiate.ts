import type { SandboxResponse } from '../../message.js';
import type { Call } from './context.js';
import { failure } from './failure.js';

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** itsm-platforms 2.1: what the reference demands of Accept and Content-Type. */
export function unacceptable(call: Call): SandboxResponse | undefined {
  const accept = call.request.headers['accept'];
  const type = call.request.headers['content-type'];
  const writes = WRITES.has(call.method);
  if (call.platform.settings.demandHeaders && (!accept || (writes && !type))) {
    return failure(400, 'Invalid request', 'Accept and Content-Type headers are required');
  }
  if (accept && !/\*\/\*|application\/(\*|json)/i.test(accept)) {
    return failure(406, 'Not acceptable', 'Supported media types: application/json');
  }
  if (writes && type && !/application\/json|text\/json/i.test(type)) {
    return failure(415, 'Unsupported media type', 'Supported media types: application/json');
  }
  return undefined;
}
