import { json, type SandboxResponse } from '../../message.js';
import { authorise, READ_LOGS } from '../graph/authorise.js';
import { demandMethod } from '../graph/demand-method.js';
import type { GraphCall } from '../graph/graph-call.js';
import { GraphError } from '../graph/graph-error.js';
import { nextLink, readSkipToken, readTop } from '../odata/page-query.js';
import type { EntraWorld } from '../world.js';
import { faultyPage } from './faulty-page.js';
import type { LogRow } from './log-row.js';
import { renderRow } from './render-row.js';
import { readRowFilter } from './row-filter.js';

interface Cursor {
  seq: number;
  at: number;
}

interface Page {
  rows: LogRow[];
  more: boolean;
}

/** `GET /auditLogs/provisioning` [G-Logs]. */
export function listLogs(world: EntraWorld, call: GraphCall): SandboxResponse {
  demandMethod(call, 'GET');
  authorise(world, call, READ_LOGS);
  throttle(world, call.caller.appId);
  const { query } = call.request;
  const page = readPage(world, call);
  const last = page.rows.at(-1);
  const path = `${call.baseUrl}/${call.version}/auditLogs/provisioning`;
  const next = page.more && last ? nextLink(path, query, { seq: last.seq, at: last.at }) : null;
  Object.assign(call.trace, {
    ...{ filter: query.get('$filter'), rows: page.rows.map(({ id }) => id), more: page.more },
  });
  const answer = {
    '@odata.context': `${call.baseUrl}/${call.version}/$metadata#auditLogs/provisioning`,
    ...(next ? { '@odata.nextLink': next } : {}),
    value: page.rows.map((row) => renderRow(row, call.version === 'beta')),
  };
  return call.fault ? faultyPage(world, call, answer) : json(200, answer);
}

/** [G-Lim] */
function throttle(world: EntraWorld, appId: string): void {
  const { calls, windowMs } = world.settings.logReads;
  const now = world.now();
  const recent = (world.logReads.get(appId) ?? []).filter((at) => at > now - windowMs);
  world.logReads.set(appId, [...recent, now].slice(-calls - 1));
  if (recent.length < calls) return;
  const wait = Math.ceil((recent.at(-calls)! + windowMs - now) / 1000);
  throw new GraphError('tooManyRequests', 'Too many requests.', {
    ...(world.settings.retryAfter ? { 'retry-after': String(Math.max(wait, 1)) } : {}),
  });
}

function readPage(world: EntraWorld, { request: { query }, version }: GraphCall): Page {
  const { settings } = world;
  const filter = readRowFilter(query.get('$filter'), version === 'beta', settings.lenientFilters);
  const top = readTop(query, settings.logPageSize, settings.logMaxTop);
  const order = orderOf(query.get('$orderby'), settings.logOrder);
  const cursor = readSkipToken<Cursor>(query);
  const from = order === 'asc' ? Math.max(filter.from, cursor?.at ?? -Infinity) : filter.from;
  const to = order === 'desc' ? Math.min(filter.to, cursor?.at ?? Infinity) : filter.to;
  const rows: LogRow[] = [];
  for (const row of world.log.between(from, to, world.now(), order)) {
    if (cursor && (order === 'asc' ? row.seq <= cursor.seq : row.seq >= cursor.seq)) continue;
    if (!filter.holds(row)) continue;
    if (rows.length === top) return { rows, more: true };
    rows.push(row);
  }
  return { rows, more: false };
}

function orderOf(text: string | null, usual: 'asc' | 'desc'): 'asc' | 'desc' {
  if (text === null) return usual;
  const read = /^activityDateTime(?: (asc|desc))?$/i.exec(text.trim());
  if (!read) throw new GraphError('badRequest', 'Ordering by this property is not supported.');
  return read[1]?.toLowerCase() === 'desc' ? 'desc' : 'asc';
}
