import type { Exchange, Settings, WritebackOrder, WritebackResult } from '../../src/kit/index.js';
import { isObject } from './check.js';
import { pathOf } from './path.js';

/**
 * One callback for each note. It may arrive twice, so it carries a key (the Idempotency-Key draft):
 * the receiver shows a marker it has seen before only once, and may say so.
 */
export function* writeback(order: WritebackOrder, settings: Settings): Exchange<WritebackResult> {
  const path = pathOf(settings['callbackPath'], order.ticket.ref);
  if (path === null) {
    return { is: 'impossible', why: 'No path for the status callback is configured.' };
  }
  const headers = { 'idempotency-key': order.marker };
  const answer = yield { method: 'POST', path, headers, body: bodyOf(order) };
  if (answer.status === 404) {
    return { is: 'not-found', why: 'The system that sent the request does not know it any more.' };
  }
  const noteFound = isObject(answer.body) && answer.body['repeated'] === true;
  return { is: 'shown', noteFound, notes: [] };
}

function bodyOf({ ticket, view, marker, link }: WritebackOrder) {
  const { status, headline, note, final, succeeded } = view;
  const told = { status, headline, note, final, succeeded, marker };
  return { id: ticket.ref, number: ticket.number, ...told, ...(link ? { link } : {}) };
}
