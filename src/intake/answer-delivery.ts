import type { Request, Response } from 'express';
import { headerProblem } from './media-type.js';
import type { Connected, IntakeParts } from './parts.js';
import { sendProblem, type ProblemType } from './problem.js';
import { readBody } from './raw-body.js';
import { about, takeDelivery, type Reply } from './take-delivery.js';

const LIMIT = 256 * 1024;

export interface Exchange {
  req: Request;
  res: Response;
  id: string;
  connection: Connected;
  parts: IntakeParts;
}

/** Headers and bytes, then the delivery itself; the answer last. */
export async function answerDelivery(exchange: Exchange): Promise<void> {
  const { req, res, id, connection, parts } = exchange;
  const ruledOut = headerProblem(req, LIMIT);
  if (ruledOut) return refuseUnread(exchange, ruledOut);
  const body = await readBody(req, LIMIT, () => parts.faults.reach('body-half-read'));
  if (body.is === 'gone') return;
  if (body.is === 'refused') return refuseUnread(exchange, body.problem);
  answer(res, await takeDelivery(parts, { id, connection, headers: req.headersDistinct, body }));
}

function answer(res: Response, reply: Reply): void {
  if (reply.is === 'accepted') {
    res.status(202).set('Cache-Control', 'no-store').json({ id: reply.id, status: 'accepted' });
    return;
  }
  if (reply.challenge) res.set('WWW-Authenticate', reply.challenge);
  if (reply.retryAfterSeconds) res.set('Retry-After', String(reply.retryAfterSeconds));
  sendProblem(res, reply);
}

/** The rest of the body is never read, so the connection cannot carry another request. */
function refuseUnread(exchange: Exchange, problem: ProblemType): void {
  exchange.parts.log.warn('delivery-unread', about(exchange, problem));
  exchange.res.set('Connection', 'close');
  sendProblem(exchange.res, { problem, id: exchange.id });
}
