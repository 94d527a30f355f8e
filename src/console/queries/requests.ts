import type { Reader } from '../../ports/store.js';
import { pageOf, type PageOf, type PageWish } from '../cursor.js';
import type { Filters } from '../filters.js';
import { toRequestRow, type RequestRow } from '../models/request-row.js';
import { findTickets, type Found } from './find-tickets.js';
import { lateLeavers } from './late-leavers.js';
import { peopleOfTickets } from './people-of-tickets.js';
import { filterTickets, numberBegins, turnPage } from './ticket-filter.js';

/** One page of requests, newest first. */
export async function listRequests(
  read: Reader,
  filters: Filters,
  wish: PageWish,
  now: number,
): Promise<PageOf<RequestRow>> {
  const late = filters.late ? await lateLeavers(read, now) : undefined;
  const search = filters.q ? await findTickets(read, filters.q) : undefined;
  const only = narrowedTo(late, search);
  if (only?.length === 0) return { rows: [] };
  let query = filterTickets(read.selectFrom('ticket').selectAll('ticket'), filters, now);
  if (only) query = query.where('id', 'in', only);
  if (search && 'beginning' in search) query = numberBegins(query, search.beginning);
  const found = await turnPage(query, wish, true).execute();
  const page = pageOf(found, wish, (row) => ({ at: Number(row.received_at), id: row.id }));
  const ids = page.rows.map((row) => row.id);
  const people = await peopleOfTickets(read, ids);
  const causes = await openCauses(read, ids);
  return {
    ...page,
    rows: page.rows.map((row) =>
      toRequestRow(
        row,
        people.filter((one) => one.ticketId === row.id),
        causes.get(row.id) ?? '',
        now,
      ),
    ),
  };
}

/** Ids a search or the late mark leaves; undefined where neither names any. */
function narrowedTo(late: string[] | undefined, search: Found | undefined): string[] | undefined {
  const found = search && 'ids' in search ? search.ids : undefined;
  return late && found ? found.filter((id) => late.includes(id)) : (late ?? found);
}

async function openCauses(read: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom('attention')
    .select(['ticket_id', 'cause'])
    .where('closed_at', 'is', null)
    .where('ticket_id', 'in', ids)
    .orderBy('opened_at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.ticket_id ?? '', row.cause]));
}
