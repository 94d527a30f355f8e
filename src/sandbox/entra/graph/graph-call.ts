import type { SandboxRequest } from '../../message.js';
import type { EntraFault } from '../faults.js';
import type { Caller } from '../token/access-token.js';

/** One Graph request on its way through. */
export interface GraphCall {
  request: SandboxRequest;
  version: 'v1.0' | 'beta';
  /** Without the version; decoded, no empty ones. */
  segments: string[];
  /** Where Graph is mounted, without the version. */
  baseUrl: string;
  requestId: string;
  clientRequestId: string;
  caller: Caller;
  /** A fault in force that the handler itself must act out. */
  fault?: EntraFault | undefined;
  /** What the handler adds to the line of the history. */
  trace: Record<string, unknown>;
}
