import type {
  Approver,
  ApprovalValue,
  Exchange,
  ReadOrder,
  Settings,
  TicketSnapshot,
} from '../../src/kit/index.js';
import { listOf } from './settings.js';
import { byIds, display, utc, value, type Row } from './table.js';
import { readVariables, type Answers } from './variables.js';

const ITEM = [
  'number',
  'cat_item',
  'cat_item.name',
  'approval',
  'approval_set',
  'state',
  'stage',
  'active',
  'sys_mod_count',
  'request',
  'request.approval',
  'request.approval_set',
  'opened_by',
  'opened_by.name',
  'opened_by.employee_number',
  'request.requested_for',
  'request.requested_for.name',
  'request.requested_for.employee_number',
];
const APPROVER = [
  'approver',
  'approver.name',
  'approver.employee_number',
  'state',
  'sys_updated_on',
];

/** Tickets read whole in few calls: items, answers, approvals, and what they refer to. */
export function* read(
  orders: readonly ReadOrder[],
  settings: Settings,
): Exchange<TicketSnapshot[]> {
  const refs = orders.flatMap((order) => order.ref ?? []);
  const numbers = orders.flatMap((order) => (order.ref ? [] : (order.number ?? [])));
  const items = [
    ...(yield* byIds('sc_req_item', 'sys_id', refs, ITEM)),
    ...(yield* byIds('sc_req_item', 'number', numbers, ITEM)),
  ];
  const ids = [...new Set(items.map((item) => value(item, 'sys_id')))];
  const requests = [
    ...new Set(items.map((item) => value(item, 'request')).filter((id) => id !== '')),
  ];
  const answers = yield* readVariables(
    ids,
    listOf(settings['ignoredVariables'], 'reason,termination_reason'),
  );
  const approvals = yield* byIds(
    'sysapproval_approver',
    'sysapproval',
    [...ids, ...requests],
    APPROVER,
  );
  return items.map((item) =>
    snapshot(item, answers.get(value(item, 'sys_id')) as Answers, approvals, settings),
  );
}

function snapshot(
  item: Row,
  answers: Answers,
  approvals: readonly Row[],
  settings: Settings,
): TicketSnapshot {
  const level = settings['approvalLevel'] ?? 'item';
  const own = approvals.filter((row) => concerns(row, item, level)).map(approver);
  const approval = approvalAt(item, level);
  return {
    ref: value(item, 'sys_id'),
    number: value(item, 'number'),
    catalogItem: display(item, 'cat_item.name') || display(item, 'cat_item'),
    revision: Number(value(item, 'sys_mod_count')) || 0,
    digest: answers.digest,
    status: statusOf(item, settings),
    approval,
    approvedAt: approvedAt(item, level, own),
    approvers: own,
    requester: {
      id: value(item, 'opened_by'),
      name: display(item, 'opened_by.name') || display(item, 'opened_by'),
      employeeNumber: value(item, 'opened_by.employee_number'),
    },
    vars: answers.vars,
  };
}

function concerns(row: Row, item: Row, level: string): boolean {
  const of = value(row, 'sysapproval');
  return (
    (level !== 'request' && of === value(item, 'sys_id')) ||
    (level !== 'item' && of === value(item, 'request'))
  );
}

function approver(row: Row): Approver {
  const state = value(row, 'state');
  return {
    id: value(row, 'approver'),
    name: display(row, 'approver.name') || display(row, 'approver'),
    employeeNumber: value(row, 'approver.employee_number'),
    decision: state === 'cancelled' ? 'cancelled' : approvalOf(state),
    at: utc(value(row, 'sys_updated_on')),
  };
}

/** Exactly `approved`; everything not known is not an approval (fact sheet 1.5). */
function approvalOf(stored: string): ApprovalValue {
  if (stored === 'approved' || stored === 'rejected') return stored;
  return stored === 'requested' || stored === 'not requested' ? 'waiting' : 'unknown';
}

/** Three independent fields (state, stage, approval) are never trusted to agree; the level configured counts. */
function approvalAt(item: Row, level: string): ApprovalValue {
  const item_ = approvalOf(value(item, 'approval'));
  const request = approvalOf(value(item, 'request.approval'));
  if (level === 'item') return item_;
  if (level === 'request') return request;
  if (item_ === 'rejected' || request === 'rejected') return 'rejected';
  return item_ === 'approved' || request === 'approved' ? 'approved' : item_;
}

function approvedAt(item: Row, level: string, approvers: readonly Approver[]): number | null {
  const set = [
    level === 'request' ? '' : value(item, 'approval_set'),
    level === 'item' ? '' : value(item, 'request.approval_set'),
  ];
  const times = set.map(utc).filter((at): at is number => at !== null);
  if (times.length > 0) return Math.max(...times);
  const decided = approvers
    .filter((one) => one.decision === 'approved')
    .flatMap((one) => one.at ?? []);
  return decided.length > 0 ? Math.max(...decided) : null;
}

function statusOf(item: Row, settings: Settings): TicketSnapshot['status'] {
  const state = value(item, 'state');
  if (
    listOf(settings['cancelledStates'], '4,7').includes(state) ||
    /cancel/i.test(value(item, 'stage'))
  )
    return 'cancelled';
  if (listOf(settings['closedStates'], '3').includes(state) || value(item, 'active') === 'false')
    return 'closed';
  return 'open';
}
