import type { Request } from 'express';

/**
 * Was a form of this console itself sent? Browsers say where a form comes from; one that says
 * nothing is no browser we know, and gets no command carried out.
 */
export function isOwnPage({ headers }: Request): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin = '', host } = headers;
  return URL.canParse(origin) && new URL(origin).host === host;
}
