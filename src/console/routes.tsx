import { Router, urlencoded, type ErrorRequestHandler, type RequestHandler } from 'express';
import { loadAssets } from './assets.js';
import { bareShell, shellOf, type Context } from './context.js';
import type { ConsoleDeps } from './deps.js';
import { guard, hasSession } from './guard.js';
import { attentionHandler } from './handlers/attention.js';
import { closeRefusalHandler } from './handlers/close-refusal.js';
import { deliveriesHandler } from './handlers/deliveries.js';
import { requestHandler } from './handlers/request.js';
import { requestsHandler } from './handlers/requests.js';
import { askToSignIn, signInHandler, signOutHandler } from './handlers/sign-in.js';
import { ticketHandler } from './handlers/ticket.js';
import { writeBackAgainHandler } from './handlers/write-back-again.js';
import { writebacksHandler } from './handlers/writebacks.js';
import { policyHeaders } from './headers.js';
import { createHealth } from './health.js';
import { createMetrics } from './metrics.js';
import { Help } from './pages/help.js';
import { Broken, NotFound } from './pages/message.js';
import { sendPage } from './render.js';

/** Health, metrics and the pages. Mount it last: what it does not know is answered with 404. */
export function createConsole(deps: ConsoleDeps): Router {
  const assets = loadAssets();
  const context: Context = { ...deps, assets, hasSession: (request) => hasSession(deps, request) };
  const router = Router();
  router.use(createHealth(deps), createMetrics(deps));
  router.use(policyHeaders(deps.publicUrl), assets.router);
  router.get('/sign-in', signInHandler(context));
  router.post('/sign-out', signOutHandler(context));
  router.use(guard(deps, askToSignIn(context)));
  router.get('/', (_request, response) => response.redirect(302, '/requests'));
  router.get('/requests', requestsHandler(context));
  router.get('/requests/:id', requestHandler(context));
  router.get('/requests/:id/:tab', requestHandler(context));
  router.get('/writebacks', writebacksHandler(context));
  router.get('/deliveries', deliveriesHandler(context));
  router.get('/attention', attentionHandler(context));
  const form = urlencoded({ extended: false, limit: '2kb' });
  router.post('/attention/refusals/close', form, closeRefusalHandler(context));
  router.post('/attention/writebacks/again', form, writeBackAgainHandler(context));
  router.get('/t/:connection/:number', ticketHandler(context));
  router.get('/help', helpHandler(context));
  router.use(readOnly(context), notFound(context), broken(context));
  return router;
}

function helpHandler(context: Context): RequestHandler {
  return async (request, response) => {
    const shell = await shellOf(context, request, 'Help', '/help');
    sendPage(request, response, { shell, content: <Help /> });
  };
}

/** What is left takes no commands, whatever a header would make of the method. */
function readOnly(context: Context): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    response.set('Allow', 'GET, HEAD');
    const shell = bareShell(context, 'Not possible');
    sendPage(request, response, { status: 405, shell, content: <NotFound /> });
  };
}

function notFound(context: Context): RequestHandler {
  return async (request, response) => {
    const shell = await shellOf(context, request, 'Not found', '');
    sendPage(request, response, { status: 404, shell, content: <NotFound /> });
  };
}

/** Says nothing of the cause to the reader; the log has it. */
function broken(context: Context): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const status = clientStatus(error);
    if (status === 500) {
      const name = error instanceof Error ? error.name : 'unknown';
      context.log?.error('console-page-failed', { error: name });
    }
    const shell = bareShell(context, 'Something went wrong');
    const content = status === 500 ? <Broken /> : <NotFound />;
    sendPage(request, response, { status, shell, content });
  };
}

/** A badly encoded address is the sender's mistake (express marks it with a status). */
function clientStatus(error: unknown): number {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
