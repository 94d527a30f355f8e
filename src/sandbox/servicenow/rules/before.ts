import type { Actor, Platform } from '../platform.js';
import { type Row, valueOf } from '../row.js';
import { CLOSED_STATES } from '../schema/choices.js';
import type { Table } from '../table.js';
import { nextNumber } from './number.js';

/** R2: what a new task starts with. */
const TASK_DEFAULTS: Row = {
  ...{ sys_domain: 'global', sys_domain_path: '/', active: 'true', state: '1' },
  ...{ approval: 'not requested', upon_approval: 'proceed', upon_reject: 'cancel' },
  ...{ escalation: '0', made_sla: 'true', knowledge: 'false' },
  ...{ impact: '3', urgency: '3', priority: '4', reassignment_count: '0' },
};

export function beforeInsert(platform: Platform, table: Table, row: Row, by: Actor): void {
  if (table.schema.isTask) {
    for (const [column, value] of Object.entries(TASK_DEFAULTS)) row[column] ??= value;
    row['sys_class_name'] ??= table.schema.name;
    row['number'] ??= nextNumber(platform.state, table.schema.prefix ?? 'TASK');
    row['opened_at'] ??= platform.stamp();
    row['opened_by'] ??= by.sysId;
  }
  if (table.schema.name === 'sc_request') row['request_state'] ??= 'in_process';
}

export function beforeUpdate(
  platform: Platform,
  table: Table,
  before: Row,
  row: Row,
  by: Actor,
): void {
  if (!table.schema.isTask) return;
  activeState(platform, before, row, by);
  approvalSet(platform, before, row);
  // R12, observed: the answer to the very call that wrote `submitted` says `in_process`.
  if (row['request_state'] === 'submitted') row['request_state'] = 'in_process';
}

/** R13: rule "Task Active State Management". */
function activeState(platform: Platform, before: Row, row: Row, by: Actor): void {
  const [was, is] = [before, row].map((one) => CLOSED_STATES.has(valueOf(one, 'state')));
  if (was === is) return;
  row['active'] = String(!is);
  const stamps = is && platform.settings.stampClosed;
  row['closed_at'] = stamps ? platform.stamp() : '';
  row['closed_by'] = stamps ? by.sysId : '';
}

/** O9: stamped when the approval becomes approved or rejected, cleared otherwise. */
function approvalSet(platform: Platform, before: Row, row: Row): void {
  const approval = valueOf(row, 'approval');
  if (approval === valueOf(before, 'approval')) return;
  const decided = approval === 'approved' || approval === 'rejected';
  row['approval_set'] = decided ? platform.stamp() : '';
}
