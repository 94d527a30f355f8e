import type { Reader } from '../../ports/store.js';
import { pageOf, type PageOf, type PageWish } from '../cursor.js';
import type { Filters } from '../filters.js';
import { toWritebackRow, type WritebackRow } from '../models/writeback-row.js';
import { WRITEBACK_STATES, type WritebackState } from '../words/writeback.js';
import { filterTickets, hasWriteback, turnPage } from './ticket-filter.js';

/** Tickets by whether they show the truth: what waits oldest first, what is done newest first. */
export async function listWritebacks(
  read: Reader,
  filters: Filters,
  wish: PageWish,
  now: number,
): Promise<PageOf<WritebackRow>> {
  let query = filterTickets(read.selectFrom('ticket').selectAll('ticket'), filters, now);
  if (!filters.writeback)
    query = query.where((eb) => eb('view_version', '>', eb.ref('shown_version')));
  const found = await turnPage(query, wish, filters.writeback === 'delivered').execute();
  const page = pageOf(found, wish, (row) => ({ at: Number(row.received_at), id: row.id }));
  return { ...page, rows: page.rows.map(toWritebackRow) };
}

export async function countWritebacks(read: Reader): Promise<Map<WritebackState, number>> {
  const counts = new Map<WritebackState, number>();
  for (const state of WRITEBACK_STATES) {
    if (state === 'delivered') continue;
    const { count } = await read
      .selectFrom('ticket')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where((eb) => hasWriteback(eb, state))
      .executeTakeFirstOrThrow();
    counts.set(state, Number(count));
  }
  return counts;
}
