import { json, type SandboxRequest, type SandboxResponse } from '../../message.js';
import type { EntraFault } from '../faults.js';
import { callerOf } from '../token/access-token.js';
import type { EntraWorld } from '../world.js';
import { afterwards, insteadOf, spoil } from './fault-answer.js';
import type { GraphCall } from './graph-call.js';
import { GraphError } from './graph-error.js';
import { type Route, routeOf } from './graph-routes.js';

/** Paths below `/graph`: version, sign-in, faults, the work, and a line of the history. */
export function graph(world: EntraWorld, request: SandboxRequest, base: string): SandboxResponse {
  const [version = '', ...segments] = segmentsOf(request.path);
  const call: GraphCall = {
    ...{ request, segments, baseUrl: base.replace(/\/+$/, ''), trace: {} },
    version: version.toLowerCase() === 'beta' ? 'beta' : 'v1.0',
    requestId: world.random.uuid(),
    clientRequestId: request.headers['client-request-id'] || world.random.uuid(),
    caller: { appId: '', roles: [] },
  };
  const known = ['v1.0', 'beta'].includes(version.toLowerCase());
  const route = routeOf(known ? segments : []);
  const concerns = (externalId: string) => route.place === 'logs' || names(request, externalId);
  const fault = world.faults.strike(route.place, concerns);
  const response = answer(world, call, route, fault);
  tell(world, call, route, fault, response);
  return response;
}

function segmentsOf(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return [];
  }
}

/** Whether the request speaks of that person. */
function names({ body, query, path }: SandboxRequest, externalId: string): boolean {
  if (body.includes(JSON.stringify(externalId))) return true;
  return `${path}?${query.toString()}`.includes(encodeURIComponent(externalId));
}

function answer(
  world: EntraWorld,
  call: GraphCall,
  route: Route,
  fault: EntraFault | undefined,
): SandboxResponse {
  const response = attempt(world, call, () => {
    const instead = fault ? insteadOf(fault.effect) : null;
    if (instead) return instead;
    signIn(world, call);
    return route.handle(world, { ...call, fault });
  });
  if (fault) afterwards(world, fault.effect);
  const ids = { 'request-id': call.requestId, 'client-request-id': call.clientRequestId };
  const whole = { ...response, headers: { ...ids, ...response.headers } };
  return fault ? spoil(whole, fault.effect) : whole;
}

function signIn(world: EntraWorld, call: GraphCall): void {
  const caller = callerOf(world, call.request.headers['authorization']);
  if (!caller) {
    throw new GraphError('unauthenticated', 'Access token has expired or is not yet valid.');
  }
  call.caller = caller;
}

/** The Graph envelope: one `error` object [G-Err]. */
function attempt(world: EntraWorld, call: GraphCall, work: () => SandboxResponse): SandboxResponse {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const innerError = {
      date: new Date(world.now()).toISOString().slice(0, 19),
      'request-id': call.requestId,
      'client-request-id': call.clientRequestId,
    };
    const code = world.settings.errorCodes[error.kind];
    const body = { error: { code, message: error.message, innerError } };
    return json(error.status, body, error.headers);
  }
}

function tell(
  world: EntraWorld,
  call: GraphCall,
  { op, place }: Route,
  fault: EntraFault | undefined,
  response: SandboxResponse,
): void {
  const { status, drop } = response;
  const line = {
    ...{ status, callId: call.clientRequestId, requestId: call.requestId },
    ...call.trace,
    ...(drop ? { dropped: true } : {}),
    ...(fault ? { fault: fault.id } : {}),
  };
  if (op) world.note(op, line);
  if (status === 429) world.note('throttled', { ...line, place, records: undefined });
}
