import type { Request, Response } from 'express';
import { makeDelivery, type Delivery } from './delivery.js';
import { judge } from './judge.js';
import { headerProblem } from './media-type.js';
import type { Connected, IntakeParts } from './parts.js';
import { sendProblem, type ProblemType } from './problem.js';
import { proveSender } from './prove-sender.js';
import { readBody, type Body } from './raw-body.js';
import { storeDelivery, type Stored } from './store-delivery.js';

const LIMIT = 256 * 1024;
const RETRY_AFTER_SECONDS = '30';

export interface Exchange {
  req: Request;
  res: Response;
  /** Of this request; becomes the delivery's when it is stored. */
  id: string;
  connection: Connected;
  parts: IntakeParts;
}

/** Headers, bytes, sender, content, store, answer: in this order, and the answer last. */
export async function answerDelivery(exchange: Exchange): Promise<void> {
  const { req, res, id } = exchange;
  const ruledOut = headerProblem(req, LIMIT);
  if (ruledOut) return refuseUnread(exchange, ruledOut);
  const body = await readBody(req, LIMIT);
  if (body.is === 'gone') return;
  if (body.is === 'refused') return refuseUnread(exchange, body.problem);
  const delivery = examine(exchange, body);
  if (!delivery) return;
  const stored = await keep(exchange, delivery);
  if (stored) return answer(exchange, stored);
  res.set('Retry-After', RETRY_AFTER_SECONDS);
  return sendProblem(res, { problem: 'unavailable', id });
}

/** The delivery of a proven sender; undefined once an unproven one has been turned away. */
function examine(exchange: Exchange, body: Extract<Body, { is: 'body' }>): Delivery | undefined {
  const { req, res, id, parts } = exchange;
  const { settings, connector } = exchange.connection;
  const { wire, bytes } = body;
  const now = parts.clock.now();
  const wholes = wire === bytes ? [bytes] : [wire, bytes];
  const proof = proveSender(settings.proof, { headers: req.headersDistinct, wholes, now });
  if (proof.is === 'unproven') {
    parts.log.warn('delivery-unproven', about(exchange, proof.problem));
    res.set('WWW-Authenticate', proof.challenge);
    sendProblem(res, { problem: proof.problem, id });
    return undefined;
  }
  const onFault = (error: unknown) =>
    parts.log.error('connector-failed', { ...about(exchange), error: nameOf(error) });
  const judgement = judge(bytes, { connector, settings: settings.settings, onFault });
  const { eventId } = proof;
  return makeDelivery({ id, connection: settings.name, eventId, bytes, now, judgement });
}

/** Whatever kept it from being stored, the sender must send again: never a 2xx without a row. */
async function keep({ parts, id }: Exchange, delivery: Delivery): Promise<Stored | undefined> {
  try {
    return await parts.store.write((tx) => storeDelivery(tx, delivery, parts.random));
  } catch (error) {
    parts.log.error('delivery-not-stored', { request: id, error: nameOf(error) });
    return undefined;
  }
}

function answer(exchange: Exchange, { id, judgement }: Stored): void {
  const { res, parts } = exchange;
  if (judgement.is === 'refused') {
    parts.log.warn('delivery-refused', { ...about(exchange, judgement.problem), delivery: id });
    return sendProblem(res, { problem: judgement.problem, id, errors: judgement.errors });
  }
  parts.log.info('delivery-accepted', { ...about(exchange), delivery: id });
  res.status(202).set('Cache-Control', 'no-store').json({ id, status: 'accepted' });
  parts.wake?.();
}

/** The rest of the body is never read, so the connection cannot carry another request. */
function refuseUnread(exchange: Exchange, problem: ProblemType): void {
  exchange.parts.log.warn('delivery-unread', about(exchange, problem));
  exchange.res.set('Connection', 'close');
  sendProblem(exchange.res, { problem, id: exchange.id });
}

function about({ id, connection }: Exchange, problem?: ProblemType) {
  return { request: id, connection: connection.settings.name, ...(problem && { problem }) };
}

/** An error's message may quote what was sent; its name does not. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
