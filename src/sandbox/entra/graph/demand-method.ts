import type { GraphCall } from './graph-call.js';
import { GraphError } from './graph-error.js';

export function demandMethod(call: GraphCall, ...allowed: string[]): void {
  if (allowed.includes(call.request.method)) return;
  const message = `The method is not allowed; expected ${allowed.join(' or ')}.`;
  throw new GraphError('methodNotAllowed', message, { allow: allowed.join(', ') });
}
