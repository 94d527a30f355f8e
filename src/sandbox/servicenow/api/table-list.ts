import type { SandboxResponse } from '../../message.js';
import { json } from '../../message.js';
import { mayRead, visibleFields } from '../access/acl.js';
import { type DisplayMode, renderRow, type Shape } from '../display.js';
import { runQuery } from '../query/run.js';
import type { Row } from '../row.js';
import type { Table } from '../table.js';
import type { Call } from './context.js';
import { failure } from './failure.js';
import { linkHeader } from './pagination.js';

export function shapeOf(call: Call): Shape {
  const mode = call.request.query.get('sysparm_display_value') ?? 'false';
  return {
    mode: (mode === 'true' || mode === 'all' ? mode : 'false') satisfies DisplayMode,
    excludeLink: call.request.query.get('sysparm_exclude_reference_link') === 'true',
    baseUrl: call.baseUrl,
    viewer: call.by,
    mayRead: (row) => mayRead(call.platform, row, call.by),
  };
}

export function fieldsOf(call: Call, table: Table): readonly string[] {
  const asked = call.request.query.get('sysparm_fields');
  const names = asked?.split(',').map((name) => name.trim());
  const all = names?.filter((name) => name !== '') ?? Object.keys(table.schema.columns);
  return visibleFields(call.platform, table, all, call.by);
}

export function listRows(call: Call, table: Table, version: string): SandboxResponse {
  const { query } = call.request;
  const limit = Number(query.get('sysparm_limit') ?? 10_000);
  const offset = Number(query.get('sysparm_offset') ?? 0);
  if (!Number.isInteger(offset) || offset < 0 || !Number.isInteger(limit) || limit < 1) {
    return failure(400, 'Invalid request', 'sysparm_offset and sysparm_limit');
  }
  const found = find(call, table);
  // H4: the limit comes first, so a page may be shorter than asked for.
  const page = found
    .slice(offset, offset + limit)
    .filter((row) => mayRead(call.platform, row, call.by));
  recordRead(call, table, page.length);
  if (page.length === 0 && version === 'v1') {
    return failure(404, 'No Record found', 'Records matching query not found');
  }
  const headers = pageHeaders(call, { limit, offset, total: found.length });
  return json(200, { result: rendered(call, table, page) }, headers);
}

function rendered(call: Call, table: Table, rows: readonly Row[]): unknown[] {
  const [fields, shape] = [fieldsOf(call, table), shapeOf(call)];
  return rows.map((row) => renderRow(call.platform.db, table, row, fields, shape));
}

function recordRead(call: Call, table: Table, rows: number): void {
  call.platform.record('read', {
    ...{ table: table.schema.name, query: encodedQuery(call) },
    ...{ fields: call.request.query.get('sysparm_fields') ?? '', by: call.by.userName, rows },
  });
}

function pageHeaders(
  call: Call,
  page: { limit: number; offset: number; total: number },
): Record<string, string> {
  const { query, path } = call.request;
  const headers: Record<string, string> = {};
  if (query.get('sysparm_no_count') !== 'true') headers['x-total-count'] = String(page.total);
  if (query.get('sysparm_suppress_pagination_header') !== 'true') {
    const prevOnFirst = call.platform.settings.prevOnFirstPage;
    headers['link'] = linkHeader(`${call.baseUrl}${path}`, query, page, prevOnFirst);
  }
  return headers;
}

function find(call: Call, table: Table): Row[] {
  const { platform, by } = call;
  const context = {
    ...{ db: platform.db, caller: by, now: platform.clock.now() },
    invalidReturnsNothing: platform.settings.invalidQueryReturnsNothing,
  };
  const encoded = call.request.query.get('sysparm_query');
  if (encoded !== null) return runQuery(context, table, encoded);
  const rows = runQuery(context, table, '');
  return rows.filter((row) => matchesFilters(call, table, row));
}

/** `<field>=<value>`: by value or by display value, never together with `sysparm_query`. */
function matchesFilters(call: Call, table: Table, row: Row): boolean {
  const shape: Shape = { ...shapeOf(call), mode: 'true', excludeLink: true };
  return simpleFilters(call).every(([name, value]) => {
    const walked = call.platform.db.walk(table, row, name);
    if (!walked || walked.value === value) return true;
    return renderRow(call.platform.db, table, row, [name], shape)[name] === value;
  });
}

function simpleFilters(call: Call): [string, string][] {
  return [...call.request.query].filter(([name]) => !name.startsWith('sysparm_'));
}

function encodedQuery(call: Call): string {
  const filters = simpleFilters(call).map((pair) => pair.join('='));
  return call.request.query.get('sysparm_query') ?? filters.join('^');
}
