import {
  UnexpectedAnswerError,
  type ConnectorAnswer,
  type ConnectorRequest,
  type Exchange,
} from '../../src/kit/index.js';

/** A row in `sysparm_display_value=all` with reference links left out. */
export type Row = Record<string, unknown>;

const PAGE = 500;
/** More pages than any form fills; an endless list ends here. */
const MOST_PAGES = 200;

/**
 * All rows of a query. The limit is applied before access rules, so a page may be short or empty
 * without being the last: the total decides where it is told, an empty page elsewhere
 * (fact sheet 2.1, H4).
 */
export function* rowsOf(table: string, query: string, fields: readonly string[]): Exchange<Row[]> {
  const rows: Row[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = yield tableRequest(table, query, fields, page * PAGE);
    const found = resultRows(answer);
    rows.push(...found);
    const total = Number(answer.headers['x-total-count'] ?? NaN);
    const seen = (page + 1) * PAGE;
    if (Number.isNaN(total) ? found.length === 0 || found.length < PAGE : seen >= total)
      return rows;
  }
  throw new UnexpectedAnswerError(`${table}: the list did not come to an end`);
}

function tableRequest(
  table: string,
  query: string,
  fields: readonly string[],
  offset: number,
): ConnectorRequest {
  return {
    method: 'GET',
    path: `/api/now/table/${table}`,
    query: {
      sysparm_query: `${query}${query.includes('ORDERBY') ? '' : '^ORDERBYsys_id'}`,
      sysparm_fields: ['sys_id', ...fields].join(','),
      sysparm_display_value: 'all',
      sysparm_exclude_reference_link: 'true',
      sysparm_limit: String(PAGE),
      sysparm_offset: String(offset),
    },
  };
}

/** A cancelled transaction answers 200 with both a result and an error (fact sheet 2.3). */
function resultRows(answer: ConnectorAnswer): Row[] {
  const body = answer.body as { result?: unknown; error?: unknown } | null;
  if (answer.status === 404) return [];
  if (!body || body.error !== undefined || !Array.isArray(body.result)) {
    throw new UnexpectedAnswerError('the Table API answered without a complete result');
  }
  return body.result as Row[];
}

/** The stored value of a column; empty where it is absent or hidden. */
export function value(row: Row, column: string): string {
  return part(row, column, 'value');
}

/** What people see in a column. */
export function display(row: Row, column: string): string {
  return part(row, column, 'display_value') || part(row, column, 'value');
}

function part(row: Row, column: string, name: 'value' | 'display_value'): string {
  const cell = Object.hasOwn(row, column) ? row[column] : '';
  if (typeof cell === 'string') return cell;
  const held = (cell as Record<string, unknown> | null)?.[name];
  return typeof held === 'string' ? held : '';
}

/** `2026-11-23 09:00:00`, always UTC in value mode; null where it is empty or anything else. */
export function utc(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(text);
  const at = match ? Date.parse(`${match[1]}T${match[2]}Z`) : NaN;
  return Number.isNaN(at) ? null : at;
}

/** The form in which the Table API takes an instant. */
export function utcText(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** A query matches more than it should when a term is malformed, so rows are checked again (2.2). */
export function* byIds(
  table: string,
  column: string,
  ids: readonly string[],
  fields: readonly string[],
): Exchange<Row[]> {
  if (ids.length === 0) return [];
  const wanted = new Set(ids);
  const rows = yield* rowsOf(table, `${column}IN${[...wanted].join(',')}`, [column, ...fields]);
  return rows.filter((row) => wanted.has(value(row, column)));
}
