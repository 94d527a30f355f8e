import type { Exchange, Settings, TicketRef } from '../../src/kit/index.js';
import { display, rowsOf, utc, utcText, value } from './table.js';

/** Approved, open items that changed since, whether or not a webhook told of them. */
export function* sweep(
  since: number,
  catalogItems: readonly string[],
  settings: Settings,
): Exchange<TicketRef[]> {
  const level = settings['approvalLevel'] ?? 'item';
  const approved = {
    item: 'approval=approved',
    request: 'request.approval=approved',
    either: 'approval=approved^ORrequest.approval=approved',
  }[level];
  const names = catalogItems.filter((name) => /^[^,^]+$/.test(name));
  const query = [
    approved,
    'active=true',
    `cat_item.nameIN${names.join(',')}`,
    `sys_updated_on>=${utcText(since)}`,
    'ORDERBYsys_updated_on',
    'ORDERBYsys_id',
  ].join('^');
  const rows = yield* rowsOf('sc_req_item', query, ['number', 'cat_item.name', 'sys_updated_on']);
  // A term that ServiceNow did not understand is dropped, and everything would match.
  return rows
    .filter(
      (row) =>
        names.includes(display(row, 'cat_item.name')) &&
        (utc(value(row, 'sys_updated_on')) ?? 0) >= since - 1000,
    )
    .map((row) => ({ ref: value(row, 'sys_id'), number: value(row, 'number') }));
}
