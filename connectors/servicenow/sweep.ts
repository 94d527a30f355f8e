import type { Exchange, Settings, TicketRef } from '../../src/kit/index.js';
import { levelOf, type Level } from './approval.js';
import { SYS_ID } from './parse.js';
import { display, value, type Row } from './row.js';
import { movingRowsOf } from './table.js';
import { utc, utcText } from './utc.js';

const FIELDS = [
  ...['number', 'cat_item.name', 'active', 'sys_updated_on', 'approval'],
  ...['request.approval', 'request.sys_updated_on'],
];

/** Approved, open items that changed since, whether or not a webhook told of them. */
export function* sweep(
  since: number,
  catalogItems: readonly string[],
  settings: Settings,
): Exchange<TicketRef[]> {
  // There is no escaping for what separates terms (fact sheet 2.2).
  const names = catalogItems.filter((name) => /^[^^\r\n]+$/.test(name));
  if (names.length === 0) return [];
  const level = levelOf(settings['approvalLevel']);
  const rows = yield* movingRowsOf('sc_req_item', queryOf(since, names, level), FIELDS);
  const found = rows.filter((row) => matches(row, since, names, level));
  const numbers = new Map(found.map((row) => [value(row, 'sys_id'), value(row, 'number')]));
  return [...numbers].map(([ref, number]) => ({ ref, number }));
}

function queryOf(since: number, names: readonly string[], level: Level): string {
  const either = (item: string) => `${item}^ORrequest.${item}`;
  const changed = `sys_updated_on>=${utcText(since)}`;
  const approved = 'approval=approved';
  return [
    { item: approved, request: `request.${approved}`, either: either(approved) }[level],
    'active=true',
    itemsOf(names),
    // An approval of the request need not touch its items.
    level === 'item' ? changed : either(changed),
    'ORDERBYsys_updated_on',
    'ORDERBYsys_id',
  ].join('^');
}

/** Nor is there any for what separates the values of a list, so a name with a comma stands by itself. */
function itemsOf(names: readonly string[]): string {
  const listed = names.filter((name) => !name.includes(','));
  const alone = names.filter((name) => name.includes(','));
  const terms = [
    ...(listed.length > 0 ? [`cat_item.nameIN${listed.join(',')}`] : []),
    ...alone.map((name) => `cat_item.name=${name}`),
  ];
  return terms.join('^OR');
}

/** A term that was not understood is dropped, and the query then matches too much. */
function matches(row: Row, since: number, names: readonly string[], level: Level): boolean {
  const at = level === 'item' ? [''] : ['', 'request.'];
  const approvals = { item: [''], request: ['request.'], either: at }[level];
  return (
    SYS_ID.test(value(row, 'sys_id')) &&
    value(row, 'active') === 'true' &&
    names.includes(display(row, 'cat_item.name')) &&
    approvals.some((prefix) => value(row, `${prefix}approval`) === 'approved') &&
    // The query is answered to the second.
    at.some((prefix) => (utc(value(row, `${prefix}sys_updated_on`)) ?? 0) > since - 1000)
  );
}
