import type { Approver, ApprovalValue } from '../../src/kit/index.js';
import { display, value, type Row } from './row.js';
import { utc } from './utc.js';

export type Level = 'item' | 'request' | 'either';

export function levelOf(setting: string | undefined): Level {
  return setting === 'request' || setting === 'either' ? setting : 'item';
}

interface Approval {
  approval: ApprovalValue;
  approvedAt: number | null;
  approvers: Approver[];
}

/** State, stage and approval need not agree; only the approval of the configured level counts. */
export function approvalOf(item: Row, rows: readonly Row[], level: Level): Approval {
  const approval = valueAt(item, level);
  const approvers = rows.filter((row) => covers(row, item, level)).map(approver);
  return { approval, approvedAt: setAt(item, level) ?? newest(approvers), approvers };
}

function valueAt(item: Row, level: Level): ApprovalValue {
  const own = read(value(item, 'approval'));
  const request = read(value(item, 'request.approval'));
  if (level === 'item') return own;
  if (level === 'request') return request;
  if (own === 'rejected' || request === 'rejected') return 'rejected';
  return request === 'approved' ? request : own;
}

/** Exactly `approved`; what is not known is not an approval (fact sheet 1.5). */
function read(stored: string): ApprovalValue {
  if (stored === 'approved' || stored === 'rejected') return stored;
  return stored === 'requested' || stored === 'not requested' ? 'waiting' : 'unknown';
}

/** Whoever approved the request approved each of its items, but not the other way round. */
function covers(row: Row, item: Row, level: Level): boolean {
  const of = value(row, 'sysapproval');
  if (of === '') return false;
  return of === value(item, 'request') || (level !== 'request' && of === value(item, 'sys_id'));
}

function approver(row: Row): Approver {
  return {
    id: value(row, 'approver'),
    name: display(row, 'approver.name') || display(row, 'approver'),
    employeeNumber: value(row, 'approver.employee_number'),
    decision: decisionOf(value(row, 'state')),
    at: utc(value(row, 'sys_updated_on')),
  };
}

function decisionOf(state: string): Approver['decision'] {
  const over = state === 'cancelled' || state === 'not_required' || state === 'duplicate';
  return over ? 'cancelled' : read(state);
}

/**
 * When the approval was set. Of two approved levels the earlier one counts, so that the later one
 * does not look like an approval given anew.
 */
function setAt(item: Row, level: Level): number | null {
  const times = (['', 'request.'] as const)
    .filter((at) => level === 'either' || (level === 'request') === (at === 'request.'))
    .filter((at) => level !== 'either' || value(item, `${at}approval`) === 'approved')
    .flatMap((at) => utc(value(item, `${at}approval_set`)) ?? []);
  return times.length > 0 ? Math.min(...times) : null;
}

function newest(approvers: readonly Approver[]): number | null {
  const times = approvers.flatMap((one) => (one.decision === 'approved' ? (one.at ?? []) : []));
  return times.length > 0 ? Math.max(...times) : null;
}
