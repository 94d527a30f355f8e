import type { Reader } from '../../ports/store.js';
import { pageOf, type PageOf, type PageWish } from '../cursor.js';
import type { Filters } from '../filters.js';
import { toRequestRow, type RequestRow } from '../models/request-row.js';
import { findTickets } from './find-tickets.js';
import { lateLeavers } from './late-leavers.js';
import { peopleOfTickets } from './people-of-tickets.js';
import { filterTickets, turnPage } from './ticket-filter.js';

/** One page of requests, newest first. */
export async function listRequests(
  read: Reader,
  filters: Filters,
  wish: PageWish,
  now: number,
): Promise<PageOf<RequestRow>> {
  const only = await narrowedTo(read, filters, now);
  if (only?.length === 0) return { rows: [] };
  let query = filterTickets(read.selectFrom('ticket').selectAll('ticket'), filters, now);
  if (only) query = query.where('id', 'in', only);
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

/** Ids a search or the late mark leaves; undefined where neither narrows anything. */
async function narrowedTo(
  read: Reader,
  filters: Filters,
  now: number,
): Promise<string[] | undefined> {
  const late = filters.late ? await lateLeavers(read, now) : undefined;
  const found = filters.q ? await findTickets(read, filters.q) : undefined;
  if (late && found) return found.filter((id) => late.includes(id));
  return late ?? found;
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
