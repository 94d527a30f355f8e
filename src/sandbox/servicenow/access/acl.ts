import type { Actor, Platform } from '../platform.js';
import { INTEGRATION_USER } from '../constants.js';
import { type Row, sysIdOf, valueOf } from '../row.js';
import { columnOf } from '../schema/tables.js';
import type { Table } from '../table.js';

/** H5: a hidden record is as good as absent. */
export function mayRead(platform: Platform, row: Row, by: Actor): boolean {
  return by.admin || !platform.settings.acl.hiddenRecords.includes(sysIdOf(row));
}

/** H5: a hidden field is absent from the answer, also where a reference leads to it. */
export function visibleFields(
  platform: Platform,
  table: Table,
  fields: readonly string[],
  by: Actor,
): readonly string[] {
  if (by.admin || Object.keys(platform.settings.acl.hiddenFields).length === 0) return fields;
  return fields.filter((field) => !isHidden(platform, table, field));
}

function isHidden(platform: Platform, table: Table, path: string): boolean {
  const [head = '', ...rest] = path.split('.');
  if (platform.settings.acl.hiddenFields[table.schema.name]?.includes(head)) return true;
  if (rest.length === 0) return false;
  const next = platform.db.targetsOf(columnOf(table.schema, head));
  return next.some((target) => isHidden(platform, target, rest.join('.')));
}

const CONFIGURATION = new Set(['sys_user', 'cmn_location', 'sys_choice', 'item_option_new']);

/** H5: a refused write is a 403. An approval is its approver's to decide. */
export function mayWrite(
  platform: Platform,
  table: string,
  row: Row | undefined,
  by: Actor,
): boolean {
  if (by.admin) return true;
  const { acl } = platform.settings;
  if (acl.readOnlyTables.includes(table) || CONFIGURATION.has(table)) return false;
  if (table !== 'sysapproval_approver') return true;
  if (by.userName === INTEGRATION_USER && acl.integrationApproves) return true;
  return row !== undefined && valueOf(row, 'approver') === by.sysId;
}
