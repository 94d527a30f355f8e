import { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { answerDelivery } from './answer-delivery.js';
import type { IntakeParts } from './parts.js';
import { sendProblem } from './problem.js';

export type { IntakeParts } from './parts.js';
export { Gate } from './gate.js';
export { createServer } from './http-server.js';

/**
 * `POST /webhooks/:connection`. Reads the body itself, as bytes: no body parser may stand before it.
 */
export function createIntake(parts: IntakeParts): Router {
  const router = Router();
  router.all('/webhooks/:connection', async (req, res) => {
    const id = parts.random.uuid();
    const connection = parts.connections.get(req.params.connection);
    if (!connection) return sendProblem(res, { problem: 'not-found', id });
    if (req.method === 'POST') return answerDelivery({ req, res, id, connection, parts });
    res.set('Allow', 'POST');
    return sendProblem(res, { problem: 'method-not-allowed', id });
  });
  router.use('/webhooks', onError(parts));
  router.use(strayDelivery(parts));
  return router;
}

/** A delivery to an address that takes none: its sender reads a problem, not a page for people. */
function strayDelivery({ random }: IntakeParts): RequestHandler {
  return (req, res, next) => {
    if (!req.is('application/json')) return next();
    return sendProblem(res, { problem: 'not-found', id: random.uuid() });
  };
}

/** The last resort: an address that cannot be decoded, or a bug. */
function onError({ log, random }: IntakeParts): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const id = random.uuid();
    if (error instanceof URIError || (error as { status?: number }).status === 400) {
      return sendProblem(res, { problem: 'not-found', id });
    }
    log.error('intake-failed', {
      request: id,
      error: error instanceof Error ? error.name : typeof error,
    });
    return sendProblem(res, { problem: 'internal-error', id });
  };
}
