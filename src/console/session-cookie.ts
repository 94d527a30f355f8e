import type { CookieOptions, Request } from 'express';
import { SESSION_MS } from './access.js';

/** The `__Host-` prefix asks for Secure, which plain http on loopback cannot have everywhere. */
export function cookieName(publicUrl: string | undefined): string {
  return isHttps(publicUrl) ? '__Host-jml-session' : 'jml-session';
}

/** Lax and not Strict, so that a link in a ticket arrives signed in. */
export function cookieOptions(publicUrl: string | undefined): CookieOptions {
  return {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: isHttps(publicUrl),
    maxAge: SESSION_MS,
  };
}

export function readCookie(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}

export function isHttps(publicUrl: string | undefined): boolean {
  return publicUrl?.startsWith('https://') ?? false;
}
