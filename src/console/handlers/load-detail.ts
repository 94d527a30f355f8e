import type { TicketSnapshot } from '../../domain/ticket.js';
import type { TicketRow } from '../../ledger/claim.js';
import type { Context } from '../context.js';
import type { RequestDetail } from '../models/request-detail.js';
import { toRequestDetail } from '../models/to-request-detail.js';
import { readRequest } from '../queries/request-rows.js';
import { readObject } from '../read-json.js';

export async function loadDetail(context: Context, id: string): Promise<RequestDetail | undefined> {
  const rows = await readRequest(context.store.read, id);
  return rows && toRequestDetail(rows, ticketUrl(context, rows.ticket));
}

/** Where the ticket's own system shows it: only ever an address of that very system. */
function ticketUrl(context: Context, ticket: TicketRow): string {
  const connection = context.connections.get(ticket.connection);
  const snapshot = readObject(ticket.snapshot);
  if (!connection || typeof snapshot['ref'] !== 'string') return '';
  const { settings, connector } = connection;
  if (!URL.canParse(settings.url)) return '';
  const said = connector.ticketUrl(snapshot as unknown as TicketSnapshot, settings.settings);
  // As with calls, a path lies below the connection's address.
  const address = said.startsWith('/') ? settings.url.replace(/\/+$/, '') + said : said;
  if (!said || !URL.canParse(address)) return '';
  const url = new URL(address);
  return url.origin === new URL(settings.url).origin ? url.href : '';
}
