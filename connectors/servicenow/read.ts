import type { Exchange, Party, ReadOrder, Settings, TicketSnapshot } from '../../src/kit/index.js';
import { approvalOf, levelOf, type Level } from './approval.js';
import { NUMBER, SYS_ID } from './parse.js';
import { display, value, type Row } from './row.js';
import { ignoredVariables, listOf } from './settings.js';
import { byIds } from './table.js';
import { readVariables, type Answers } from './variables.js';

const ITEM = [
  ...['number', 'cat_item', 'cat_item.name', 'state', 'stage', 'active', 'sys_mod_count'],
  ...['approval', 'approval_set', 'request', 'request.approval', 'request.approval_set'],
  ...['opened_by', 'opened_by.name', 'opened_by.employee_number'],
  ...['requested_for', 'requested_for.name', 'requested_for.employee_number'],
];
const APPROVER = [
  ...['approver', 'approver.name', 'approver.employee_number'],
  ...['state', 'sys_updated_on'],
];

/** Tickets read whole in few calls: items, answers, approvals, and what they refer to. */
export function* read(
  orders: readonly ReadOrder[],
  settings: Settings,
): Exchange<TicketSnapshot[]> {
  const level = levelOf(settings['approvalLevel']);
  const items = (yield* readItems(orders)).filter((item) => isWhole(item, level));
  const ids = items.map((item) => value(item, 'sys_id'));
  const requests = items.map((item) => value(item, 'request')).filter((id) => SYS_ID.test(id));
  const answers = yield* readVariables(ids, ignoredVariables(settings));
  const tasks = [...ids, ...requests];
  const approvals = yield* byIds('sysapproval_approver', 'sysapproval', tasks, APPROVER);
  return items.flatMap((item) => {
    const own = answers.get(value(item, 'sys_id'));
    return own ? [snapshot(item, own, approvals, settings)] : [];
  });
}

function* readItems(orders: readonly ReadOrder[]): Exchange<Row[]> {
  const refs = orders.flatMap(({ ref }) => (ref && SYS_ID.test(ref) ? ref : []));
  const numbers = orders.flatMap(({ ref, number }) =>
    !ref && number && NUMBER.test(number) ? number : [],
  );
  const rows = [
    ...(yield* byIds('sc_req_item', 'sys_id', refs, ITEM)),
    ...(yield* byIds('sc_req_item', 'number', numbers, ITEM)),
  ];
  return [...new Map(rows.map((row) => [value(row, 'sys_id'), row])).values()];
}

/**
 * Where access rules hide one of these, nothing safe can be said of the ticket: a hidden approval would
 * look like one taken back, a cancelled ticket whose state is hidden like an open one, and one whose
 * opener is hidden could be approved by that very person.
 */
function isWhole(row: Row, level: Level): boolean {
  return (
    ['approval', 'state', 'active', 'opened_by'].every((column) => Object.hasOwn(row, column)) &&
    (level === 'item' || showsRequest(row)) &&
    SYS_ID.test(value(row, 'sys_id')) &&
    NUMBER.test(value(row, 'number')) &&
    /^\d{1,15}$/.test(value(row, 'sys_mod_count'))
  );
}

/** No task is without an approval, so an empty one is that of a request that may not be read. */
function showsRequest(row: Row): boolean {
  if (!Object.hasOwn(row, 'request')) return false;
  return value(row, 'request') === '' || value(row, 'request.approval') !== '';
}

function snapshot(
  item: Row,
  { digest, vars }: Answers,
  approvals: readonly Row[],
  settings: Settings,
): TicketSnapshot {
  return {
    ref: value(item, 'sys_id'),
    number: value(item, 'number'),
    catalogItem: display(item, 'cat_item.name') || display(item, 'cat_item'),
    revision: Number(value(item, 'sys_mod_count')),
    digest,
    status: statusOf(item, settings),
    ...approvalOf(item, approvals, levelOf(settings['approvalLevel'])),
    requester: requesterOf(item),
    vars,
  };
}

/** Who raised it; a script such as `glide.maint` is nobody (fact sheet 1.7). */
function requesterOf(item: Row): Party {
  const column = SYS_ID.test(value(item, 'opened_by')) ? 'opened_by' : 'requested_for';
  return {
    id: value(item, column),
    name: display(item, `${column}.name`) || display(item, column),
    employeeNumber: value(item, `${column}.employee_number`),
  };
}

/** The approval of a cancelled item may stay `approved` (fact sheet 3.8). */
function statusOf(item: Row, settings: Settings): TicketSnapshot['status'] {
  const state = value(item, 'state');
  const cancelled = listOf(settings['cancelledStates'], '4,7').includes(state);
  if (cancelled || /cancel/i.test(value(item, 'stage'))) return 'cancelled';
  const closed = listOf(settings['closedStates'], '3').includes(state);
  return closed || value(item, 'active') === 'false' ? 'closed' : 'open';
}
