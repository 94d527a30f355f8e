import type { RequestHandler } from 'express';
import { writeBackAgain } from '../../ledger/undeliverable.js';
import type { Context } from '../context.js';
import { path } from '../href.js';
import { isOwnPage } from '../own-page.js';

/** Somebody made a ticket writable that could not be told: the bridge cannot notice that itself. */
export function writeBackAgainHandler({ store, clock }: Context): RequestHandler {
  return async (request, response) => {
    if (!isOwnPage(request)) return void response.status(403).end();
    const ticket = (request.body as { ticket?: unknown } | undefined)?.ticket;
    if (typeof ticket !== 'string') return void response.status(400).end();
    await store.write((tx) => writeBackAgain(tx, ticket, clock.now(), 'console'));
    response.redirect(303, path(['requests', ticket, 'writeback']));
  };
}
