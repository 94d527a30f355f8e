import express, { type Request, type Response, type Router } from 'express';
import { valueOf } from '../servicenow/row.js';
import type { TicketPage as Ticket } from '../servicenow/desk.js';
import { formOf } from './form.js';
import type { PageParts } from './parts.js';
import { EditPage } from './order-page.js';
import { isoNow, options, showNotFound, showPage } from './show.js';
import { TicketPage } from './ticket-page.js';

/** `/sandbox/tickets/...`: what a requester, a manager and an agent do with one ticket. */
export function ticketRoutes(parts: PageParts): Router {
  const { desk } = parts.servicenow;
  const router = express.Router();
  const withTicket =
    (act: (ticket: Ticket, request: Request, response: Response) => void) =>
    (request: Request, response: Response): void => {
      const ticket = desk.ticket(String(request.params['key']));
      if (ticket) act(ticket, request, response);
      else showNotFound(parts, response, 'No such ticket.');
    };
  router.get(
    '/:key',
    withTicket((ticket, request, response) => show(parts, ticket, request, response)),
  );
  router.get(
    '/:key/edit',
    withTicket((ticket, _, response) => showEdit(parts, ticket, response)),
  );
  router.post(
    '/:key/edit',
    withTicket((ticket, request, response) => {
      desk.edit(valueOf(ticket.item, 'sys_id'), formOf(request), 'admin');
      back(ticket, response);
    }),
  );
  router.post(
    '/:key/cancel',
    withTicket((ticket, _, response) => {
      const by = parts.servicenow.desk.userNameOf(valueOf(ticket.item, 'opened_by'));
      desk.cancel(valueOf(ticket.item, 'sys_id'), by);
      back(ticket, response);
    }),
  );
  router.post(
    '/:key/decide',
    withTicket((ticket, request, response) => {
      const form = formOf(request);
      const state = form['state'] === 'approved' ? 'approved' : 'rejected';
      const own = ticket.approvals.some(({ row }) => row['sys_id'] === form['approval']);
      if (own) desk.decide(valueOf(form, 'approval'), state, valueOf(form, 'comment'));
      back(ticket, response);
    }),
  );
  return router;
}

function back(ticket: Ticket, response: Response): void {
  response.redirect(303, `/sandbox/tickets/${valueOf(ticket.item, 'number')}`);
}

function show(parts: PageParts, ticket: Ticket, request: Request, response: Response): void {
  const { desk } = parts.servicenow;
  showPage(
    response,
    TicketPage({
      now: isoNow(parts),
      ticket,
      refreshes: request.query['refresh'] !== 'off',
      label: (column, row) => desk.labelOf(valueOf(row, 'sys_class_name'), column, row),
      answerText: (question, option) =>
        desk.nameOf(valueOf(question, 'reference'), valueOf(option, 'value')),
      userName: (userName) => desk.fullName(userName),
    }),
  );
}

function showEdit(parts: PageParts, ticket: Ticket, response: Response): void {
  const item = ticket.catalogItem;
  if (!item) return showNotFound(parts, response, 'This ticket has no form.');
  const number = valueOf(ticket.item, 'number');
  const values = parts.servicenow.desk.variables(ticket.item);
  showPage(response, EditPage({ now: isoNow(parts), item, values, number, ...options(parts) }));
}
