import type { SandboxRequest } from '../../message.js';
import type { Actor, Platform } from '../platform.js';

/** One authenticated call. */
export interface Call {
  platform: Platform;
  request: SandboxRequest;
  /** After `X-HTTP-Method-Override` (H13). */
  method: string;
  baseUrl: string;
  by: Actor;
}
