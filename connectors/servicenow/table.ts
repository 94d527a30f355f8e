import {
  UnexpectedAnswerError,
  type ConnectorAnswer,
  type ConnectorRequest,
  type Exchange,
} from '../../src/kit/index.js';
import { value, type Row } from './row.js';

const PAGE = 500;
/** More pages than any form fills; an endless list ends here. */
const MOST_PAGES = 200;
/** Ids in one query: 50 of them make an address of about 2,000 characters. */
const IDS = 50;

/**
 * All rows of a query. The limit is applied before access rules, so a page may be short or empty
 * without being the last: the total decides where it is told, an empty page elsewhere
 * (fact sheet 2.1).
 */
export function* rowsOf(table: string, query: string, fields: readonly string[]): Exchange<Row[]> {
  return (yield* pagesOf(table, query, fields)).flat();
}

/**
 * The same of a list whose rows leave it or move to its end meanwhile. Each that does brings those
 * behind it forward, some onto a page that was read: so the pages are read once more, last to first.
 * A row may come twice.
 */
export function* movingRowsOf(
  table: string,
  query: string,
  fields: readonly string[],
): Exchange<Row[]> {
  const pages = yield* pagesOf(table, query, fields);
  for (let page = pages.length - 2; page >= 0; page--) {
    pages.push(resultRows(yield listRequest(table, query, fields, page * PAGE)));
  }
  return pages.flat();
}

function* pagesOf(table: string, query: string, fields: readonly string[]): Exchange<Row[][]> {
  const pages: Row[][] = [];
  while (pages.length < MOST_PAGES) {
    const answer = yield listRequest(table, query, fields, pages.length * PAGE);
    const found = resultRows(answer);
    pages.push(found);
    const total = totalOf(answer);
    if (total === null ? found.length === 0 : pages.length * PAGE >= total) return pages;
  }
  throw new UnexpectedAnswerError(`${table}: the list did not come to an end`);
}

/** A query matches more than it should where a term was dropped, so rows are checked again (2.2). */
export function* byIds(
  table: string,
  column: string,
  ids: Iterable<string>,
  fields: readonly string[],
  also = '',
): Exchange<Row[]> {
  const wanted = new Set(ids);
  const all = [...wanted];
  const rows: Row[] = [];
  for (let at = 0; at < all.length; at += IDS) {
    const query = `${column}IN${all.slice(at, at + IDS).join(',')}${also}`;
    rows.push(...(yield* rowsOf(table, query, [column, ...fields])));
  }
  return rows.filter((row) => wanted.has(value(row, column)));
}

function listRequest(
  table: string,
  query: string,
  fields: readonly string[],
  offset: number,
): ConnectorRequest {
  return {
    method: 'GET',
    path: `/api/now/table/${table}`,
    query: {
      sysparm_query: query.includes('^ORDERBY') ? query : `${query}^ORDERBYsys_id`,
      sysparm_fields: [...new Set(['sys_id', ...fields])].join(','),
      // Both forms of every value, references without links (fact sheet 1.7).
      sysparm_display_value: 'all',
      sysparm_exclude_reference_link: 'true',
      sysparm_limit: String(PAGE),
      sysparm_offset: String(offset),
    },
  };
}

function totalOf({ headers }: ConnectorAnswer): number | null {
  const told = headers['x-total-count'] ?? '';
  return /^\d{1,9}$/.test(told) ? Number(told) : null;
}

/** A cancelled transaction answers 200 with both a result and an error (fact sheet 2.3). */
function resultRows({ status, body }: ConnectorAnswer): Row[] {
  const { result, error } = (body ?? {}) as { result?: unknown; error?: unknown };
  if (status !== 200 || error !== undefined || !Array.isArray(result)) {
    throw new UnexpectedAnswerError('the Table API answered without a complete list');
  }
  return result.filter((row): row is Row => typeof row === 'object' && row !== null);
}
