import type { Request, RequestHandler } from 'express';
import type { ConsoleDeps } from './deps.js';
import { isLocal } from './local-request.js';
import { cookieName, readCookie } from './session-cookie.js';

export function hasSession(deps: ConsoleDeps, request: Request): boolean {
  const session = readCookie(request, cookieName(deps.publicUrl));
  return session !== undefined && (deps.access.signIn?.isOpen(session) ?? false);
}

/** Lets in who may see the console, and answers everybody else with `otherwise`. */
export function guard(deps: ConsoleDeps, otherwise: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const open = deps.access.kind === 'open-on-loopback' && isLocal(request);
    if (open || hasSession(deps, request)) return next();
    otherwise(request, response, next);
  };
}
