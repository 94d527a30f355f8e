import type { Database } from '../database.js';
import { type Row, sysIdOf } from '../row.js';
import type { Table } from '../table.js';
import { compareValues, matchesTerm } from './match.js';
import { parseQuery, type Query, type Term } from './parse.js';
import { type Caller, scriptValue } from './script-values.js';

export interface QueryContext {
  db: Database;
  caller: Caller;
  now: number;
  /** Property `glide.invalid_query.returns_no_rows`. */
  invalidReturnsNothing: boolean;
}

/** The records an encoded query finds. A term nobody understands is dropped, the rest runs (H3). */
export function runQuery(context: QueryContext, table: Table, text: string): Row[] {
  const query = parseQuery(text);
  const dropped = cleanse(context, table, query);
  if (dropped && context.invalidReturnsNothing) return [];
  const found = new Map<string, Row>();
  for (const group of query.groups) {
    for (const row of candidates(table, group)) {
      if (holds(context.db, table, row, group)) found.set(sysIdOf(row), row);
    }
  }
  return sorted(context.db, table, [...found.values()], query);
}

function cleanse(context: QueryContext, table: Table, query: Query): boolean {
  let dropped = query.malformed.length > 0;
  const known = (term: Term): boolean => {
    const is = context.db.columnAt(table, term.field) !== undefined;
    dropped ||= !is;
    return is;
  };
  const resolve = (term: Term): Term => ({
    ...term,
    value: term.value
      .split('@')
      .map((part) => scriptValue(part, context.caller, context.now))
      .join('@'),
  });
  query.groups = query.groups.map((group) =>
    group.map((clause) => clause.filter(known).map(resolve)).filter((clause) => clause.length > 0),
  );
  return dropped;
}

function holds(db: Database, table: Table, row: Row, group: Term[][]): boolean {
  return group.every((clause) => clause.some((term) => matchesTerm(db, table, row, term)));
}

function candidates(table: Table, group: Term[][]): Iterable<Row> {
  const clause = group.find((terms) => terms.every((term) => isLookup(table, term)));
  if (!clause) return table.values();
  return clause.flatMap((term) => {
    const values = term.operator === 'IN' ? new Set(term.value.split(',')) : [term.value];
    return [...values].flatMap((value) => table.where(term.field, value.trim()));
  });
}

function isLookup(table: Table, term: Term): boolean {
  return (term.operator === '=' || term.operator === 'IN') && table.isIndexed(term.field);
}

function sorted(db: Database, table: Table, rows: Row[], query: Query): Row[] {
  const order = query.order.filter(({ field }) => db.columnAt(table, field));
  if (order.length === 0) return rows;
  const keyed = rows.map((row) => ({
    row,
    keys: order.map(({ field }) => db.walk(table, row, field)?.value ?? ''),
  }));
  keyed.sort((a, b) => {
    for (const [at, { descending }] of order.entries()) {
      const by = compareValues(a.keys[at]!, b.keys[at]!);
      if (by !== 0) return descending ? -by : by;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}
