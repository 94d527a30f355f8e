import type { ExpressionBuilder, SelectQueryBuilder } from 'kysely';
import type { ViewStatus } from '../../domain/view.js';
import type { Database } from '../../ports/schema.js';
import type { PageWish } from '../cursor.js';
import { AGES, type Filters } from '../filters.js';
import { STATUS_BEFORE_VIEW } from '../read-json.js';
import type { WritebackState } from '../words/writeback.js';

type TicketQuery<O> = SelectQueryBuilder<Database, 'ticket', O>;
type Where = ExpressionBuilder<Database, 'ticket'>;

export function filterTickets<O>(
  query: TicketQuery<O>,
  filters: Filters,
  now: number,
): TicketQuery<O> {
  const { kind, state, writeback, age, connection, cause } = filters;
  let rows = query;
  if (kind) rows = rows.where('kind', '=', kind);
  if (state) rows = rows.where((eb) => hasStatus(eb, state));
  if (writeback) rows = rows.where((eb) => hasWriteback(eb, writeback));
  if (age) rows = rows.where('received_at', '<', now - AGES[age]);
  if (connection) rows = rows.where('connection', '=', connection);
  if (cause) rows = rows.where('id', 'in', (eb) => openCause(eb, cause));
  return rows;
}

export function numberBegins<O>(query: TicketQuery<O>, beginning: string): TicketQuery<O> {
  return query.where('number', '>=', beginning).where('number', '<', `${beginning}\uffff`);
}

/**
 * The view is JSON text in both engines. Within a JSON string a quote is always escaped, so this
 * text can stand nowhere but at the top as the member itself.
 */
function hasStatus(eb: Where, status: ViewStatus) {
  const states = Object.keys(STATUS_BEFORE_VIEW).filter(
    (state) => STATUS_BEFORE_VIEW[state] === status,
  );
  const known = eb('view', 'like', `%"status":"${status}"%`);
  if (states.length === 0) return known;
  return eb.or([known, eb.and([eb('view', 'is', null), eb('state', 'in', states)])]);
}

function openCause(eb: Where, cause: string) {
  return eb
    .selectFrom('attention')
    .select('attention.ticket_id')
    .where('attention.cause', '=', cause)
    .where('attention.closed_at', 'is', null)
    .where('attention.ticket_id', 'is not', null)
    .$narrowType<{ ticket_id: string }>();
}

/** The same conditions as `writebackState`, for the store to work out. */
export function hasWriteback(eb: Where, state: WritebackState) {
  const behind = eb('view_version', '>', eb.ref('shown_version'));
  const failed = eb('writeback_error', 'is not', null);
  if (state === 'none') return eb('view_version', '=', 0);
  if (state === 'delivered') {
    return eb.and([eb('view_version', '>', 0), eb('view_version', '<=', eb.ref('shown_version'))]);
  }
  if (state === 'waiting') return eb.and([behind, eb('writeback_error', 'is', null)]);
  const due = eb('writeback_due_at', state === 'retrying' ? 'is not' : 'is', null);
  return eb.and([behind, failed, due]);
}

/** Orders by arrival and id from the cursor on, one row more than the page shows. */
export function turnPage<O>(
  query: TicketQuery<O>,
  wish: PageWish,
  newestFirst: boolean,
): TicketQuery<O> {
  const back = wish.before !== undefined;
  const falling = newestFirst !== back;
  const from = wish.after ?? wish.before;
  const sign = falling ? '<' : '>';
  const rows = from
    ? query.where((eb) =>
        eb.or([
          eb('received_at', sign, from.at),
          eb.and([eb('received_at', '=', from.at), eb('id', sign, from.id)]),
        ]),
      )
    : query;
  const order = falling ? 'desc' : 'asc';
  return rows
    .orderBy('received_at', order)
    .orderBy('id', order)
    .limit(wish.size + 1);
}
