import type { NextFunction, Request, Response } from 'express';

/** A page elsewhere must not act on the sandbox through somebody's browser. */
export function sameOrigin(request: Request, response: Response, next: NextFunction): void {
  if (request.method === 'GET' || request.method === 'HEAD' || isSameOrigin(request)) return next();
  response.status(403).type('application/problem+json');
  response.end(JSON.stringify({ status: 403, title: 'Posted from another origin' }));
}

/** Tools that are no browser send neither header. */
function isSameOrigin(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.get('origin');
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.get('host');
}
