import { json, type SandboxResponse } from '../../message.js';
import type { EntraFaultEffect } from '../faults.js';
import { deleteJob, pauseJob, purgeJob } from '../job/control-job.js';
import { quarantine } from '../job/quarantine.js';
import type { EntraWorld } from '../world.js';
import { GraphError } from './graph-error.js';

const EMPTY: SandboxResponse = { status: 0, headers: {}, body: '' };

/** [Troubleshoot]; the one message that clients must look for. */
export const BUCKET_FULL = 'The bucket that stores the ingested data is full.';

/** The answer instead of the work; null where the work is done. Throws like the real refusals. */
export function insteadOf(effect: EntraFaultEffect): SandboxResponse | null {
  switch (effect.is) {
    case 'status':
      return statusAnswer(effect);
    case 'dropBefore':
      return { ...EMPTY, drop: true };
    case 'html':
      return {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!DOCTYPE html><title>Sign in</title><p>Sign in to your account</p>',
      };
    case 'redirect': {
      const location = effect.location ?? 'https://elsewhere.example/v1.0/';
      return { status: 302, headers: { location }, body: '' };
    }
    case 'bucketFull':
      throw new GraphError('internal', BUCKET_FULL);
    case 'tooManyRequests':
      throw new GraphError('tooManyRequests', 'Too many requests.', {
        ...(effect.retryAfter === undefined ? {} : { 'retry-after': effect.retryAfter }),
      });
    default:
      return null;
  }
}

function statusAnswer(effect: Extract<EntraFaultEffect, { is: 'status' }>): SandboxResponse {
  const { status, body, headers, retryAfter } = effect;
  const error = { error: { code: 'InjectedFault', message: `Injected answer ${status}` } };
  const sent = { ...headers, ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) };
  if (typeof body === 'string') return { status, headers: sent, body };
  return json(status, body ?? error, sent);
}

/** What happens to the job once the call was answered. */
export function afterwards(world: EntraWorld, effect: EntraFaultEffect): void {
  if (effect.is === 'purge') purgeJob(world);
  if (effect.is === 'pause') pauseJob(world);
  if (effect.is === 'deleteJob') deleteJob(world);
  if (effect.is === 'quarantine') quarantine(world, effect.reason ?? 'Unknown', world.now());
}

/** The answer as it leaves. */
export function spoil(response: SandboxResponse, effect: EntraFaultEffect): SandboxResponse {
  switch (effect.is) {
    case 'dropAfter':
      return { ...response, drop: true };
    case 'truncated':
      return { ...response, body: response.body.slice(0, Math.ceil(response.body.length / 2)) };
    case 'delay':
      return { ...response, delayMs: effect.ms };
    case 'noLocation': {
      const { location: _, ...headers } = response.headers;
      return { ...response, headers };
    }
    default:
      return response;
  }
}
