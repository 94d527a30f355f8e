import type { Change, Platform } from '../platform.js';
import { SYSTEM } from '../platform.js';
import { type Row, sysIdOf, valueOf } from '../row.js';
import { setFields } from '../writes.js';

const NO_SAY = new Set(['not_required', 'duplicate', 'cancelled']);

/** O9, itsm-platforms 1.5: what several approvals on one record add up to. */
export function aggregateApproval(states: readonly string[]): string | undefined {
  const said = states.filter((state) => !NO_SAY.has(state));
  if (said.length === 0) return undefined;
  if (said.includes('rejected')) return 'rejected';
  if (said.every((state) => state === 'approved')) return 'approved';
  return said.every((state) => state === 'not requested') ? 'not requested' : 'requested';
}

/** A decided approver row changes the task it stands on. */
export function onApproverChange(platform: Platform, change: Change): void {
  if (change.table !== 'sysapproval_approver') return;
  const state = valueOf(change.after, 'state');
  if (state === valueOf(change.before, 'state') && change.before) return;
  if (state === 'not_required') return;
  const task = taskOf(platform, change.after);
  if (!task) return;
  const approval = recompute(platform, task.table, task.row);
  if (!change.before) return;
  platform.record('approval', {
    ...{ approver: valueOf(change.after, 'approver'), state, by: change.by.userName },
    ...{ table: task.table, sys_id: sysIdOf(task.row), number: valueOf(task.row, 'number') },
    approval,
  });
}

function taskOf(platform: Platform, approver: Row): { table: string; row: Row } | undefined {
  const target = valueOf(approver, 'sysapproval');
  const found = platform.db.follow({ type: 'reference', table: 'task' }, target);
  return found && { table: found.table.schema.name, row: found.row };
}

function recompute(platform: Platform, table: string, task: Row): string {
  const rows = platform.db.table('sysapproval_approver').where('sysapproval', sysIdOf(task));
  const approval = aggregateApproval(rows.map((row) => valueOf(row, 'state')));
  if (approval) setFields(platform, table, sysIdOf(task), { approval }, SYSTEM);
  return approval ?? valueOf(task, 'approval');
}

/** O9: approvals still pending are no longer required once the task is cancelled. */
export function releaseApprovals(platform: Platform, task: Row): void {
  for (const row of platform.db.table('sysapproval_approver').where('sysapproval', sysIdOf(task))) {
    const pending = ['requested', 'not requested'].includes(valueOf(row, 'state'));
    if (pending) {
      const released = { state: 'not_required' };
      setFields(platform, 'sysapproval_approver', sysIdOf(row), released, SYSTEM);
    }
  }
}
