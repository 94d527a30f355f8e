import type { RequestHandler } from 'express';
import { isHttps } from './session-cookie.js';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  // Not no-referrer: browsers then say of no form where it comes from, and no command is taken.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
};

/** The strictest policy a browser knows: own scripts only, and no text is ever made into markup. */
export function policyHeaders(publicUrl: string | undefined): RequestHandler {
  const all: Record<string, string> = { ...HEADERS };
  if (isHttps(publicUrl)) {
    all['Strict-Transport-Security'] = 'max-age=63072000; includeSubDomains';
  }
  return (_request, response, next) => {
    response.set(all);
    response.removeHeader('X-Powered-By');
    next();
  };
}
