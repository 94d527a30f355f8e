import type { RequestHandler } from 'express';
import { bareShell, type Context } from '../context.js';
import { UnknownTicket } from '../pages/message.js';
import { Ticket } from '../pages/ticket.js';
import { ticketByNumber } from '../queries/ticket-by-number.js';
import { sendPage } from '../render.js';
import { loadDetail } from './load-detail.js';

/** The page a ticket links to; its address is stable for the life of the ticket. */
export function ticketHandler(context: Context): RequestHandler {
  return async (request, response) => {
    const connection = String(request.params['connection']);
    const number = String(request.params['number']);
    const id = await ticketByNumber(context.store.read, connection, number);
    const detail = id && (await loadDetail(context, id));
    const shell = bareShell(context, number);
    if (!detail) {
      const content = <UnknownTicket number={number} />;
      return sendPage(request, response, { status: 404, shell, content });
    }
    const content = <Ticket request={detail} now={context.clock.now()} />;
    sendPage(request, response, { shell, shown: detail, content });
  };
}
