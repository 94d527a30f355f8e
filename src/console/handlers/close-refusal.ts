import type { RequestHandler } from 'express';
import { closeAttention } from '../../ledger/attention.js';
import { DELIVERY_REFUSED, forgetRefusal } from '../../ledger/refusal.js';
import type { Context } from '../context.js';
import { isOwnPage } from '../own-page.js';

const TICKET = 'ticket:';

/** Somebody has seen to a refused message: no newer one will come to end the matter by itself. */
export function closeRefusalHandler({ store, clock }: Context): RequestHandler {
  return async (request, response) => {
    if (!isOwnPage(request)) return void response.status(403).end();
    const subject = (request.body as { subject?: unknown } | undefined)?.subject;
    if (typeof subject !== 'string') return void response.status(400).end();
    await store.write((tx) =>
      subject.startsWith(TICKET)
        ? forgetRefusal(tx, subject.slice(TICKET.length), clock.now(), 'console')
        : closeAttention(tx, subject, clock.now(), DELIVERY_REFUSED, 'console'),
    );
    response.redirect(303, '/attention');
  };
}
