import type { RequestHandler } from 'express';
import { bareShell, type Context } from '../context.js';
import { AtItsMachine, BadCode, SignInFirst } from '../pages/message.js';
import { sendPage } from '../render.js';
import { cookieName, cookieOptions, readCookie } from '../session-cookie.js';

/** Turns the code of a link into a session, and takes the code out of the address at once. */
export function signInHandler(context: Context): RequestHandler {
  return (request, response) => {
    const code = request.query['code'];
    // Mail and chat programs, and people with curl -I, try an address before somebody opens it.
    if (typeof code !== 'string' || request.method === 'HEAD') {
      return askToSignIn(context)(request, response, () => undefined);
    }
    const session = context.access.signIn?.redeem(code);
    if (!session) {
      const shell = bareShell(context, 'Sign in');
      return sendPage(request, response, { status: 403, shell, content: <BadCode /> });
    }
    const { publicUrl } = context;
    response.cookie(cookieName(publicUrl), session, cookieOptions(publicUrl));
    response.redirect(303, '/requests');
  };
}

export function signOutHandler(context: Context): RequestHandler {
  return (request, response) => {
    const { maxAge: _, ...options } = cookieOptions(context.publicUrl);
    const name = cookieName(context.publicUrl);
    const session = readCookie(request, name);
    if (isForeign(request.headers['sec-fetch-site'])) return void response.status(403).end();
    if (session) context.access.signIn?.end(session);
    response.clearCookie(name, options);
    response.redirect(303, '/sign-in');
  };
}

function isForeign(site: string | string[] | undefined): boolean {
  return site !== undefined && site !== 'same-origin';
}

export function askToSignIn(context: Context): RequestHandler {
  return (request, response) => {
    const shell = bareShell(context, 'Sign in');
    const content = context.access.kind === 'loopback' ? <SignInFirst /> : <AtItsMachine />;
    sendPage(request, response, { status: 401, shell, content });
  };
}
