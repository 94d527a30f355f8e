import type { SandboxResponse } from '../../message.js';
import { json } from '../../message.js';
import { rateLimited } from '../access/rate-limit.js';
import type { FaultEffect } from '../faults.js';
import { noThread } from './failure.js';

const HIBERNATION = `<!DOCTYPE html><html><head><title>Instance Hibernating</title></head>
<body><h1>Your instance is hibernating.</h1><p>Sign in to the developer site to wake it.</p></body></html>`;

/** H9: a page, and a status that says all is well. */
export function hibernation(): SandboxResponse {
  const headers = { 'content-type': 'text/html;charset=UTF-8' };
  return { status: 200, headers, body: HIBERNATION };
}

/** What the fault makes of a call; `work` does what the call asks for. */
export function applyFault(effect: FaultEffect, work: () => SandboxResponse): SandboxResponse {
  switch (effect.is) {
    case 'status':
      return json(effect.status, effect.body ?? genericBody(effect.status), effect.headers ?? {});
    case 'dropBefore':
      return { status: 0, headers: {}, body: '', drop: true };
    case 'dropAfter':
      return { ...work(), drop: true };
    case 'html':
      return hibernation();
    case 'truncated': {
      const answer = work();
      return { ...answer, status: 200, body: answer.body.slice(0, answer.body.length / 2) };
    }
    case 'quota':
      return overQuota(work());
    case 'rateLimit':
      return rateLimited(100, effect.retryAfterSeconds ?? 60, {});
    case 'threadExhaustion':
      return noThread();
    case 'delay':
      return { ...work(), delayMs: effect.ms };
    default:
      return work();
  }
}

function genericBody(status: number): unknown {
  return { error: { message: `Fault ${status}`, detail: null }, status: 'failure' };
}

/** H8: cancelled after the answer had begun. */
function overQuota(answer: SandboxResponse): SandboxResponse {
  const error = {
    message: 'Transaction cancelled: maximum execution time exceeded',
    detail: 'maximum execution time exceeded Check logs for error trace or enable glide.rest.debug',
  };
  const begun = answer.body === '' ? {} : (JSON.parse(answer.body) as object);
  return json(200, { ...begun, error, status: 'failure' });
}
