import type { Actor, Platform } from '../platform.js';
import { INTEGRATION_USER } from '../constants.js';
import { type Row, sysIdOf, valueOf } from '../row.js';

/** H5: a hidden record is as good as absent. */
export function mayRead(platform: Platform, row: Row, by: Actor): boolean {
  return by.admin || !platform.settings.acl.hiddenRecords.includes(sysIdOf(row));
}

/** H5: a hidden field is absent from the answer. */
export function visibleFields(
  platform: Platform,
  table: string,
  fields: readonly string[],
  by: Actor,
): readonly string[] {
  const hidden = by.admin ? [] : (platform.settings.acl.hiddenFields[table] ?? []);
  return hidden.length === 0 ? fields : fields.filter((field) => !hidden.includes(field));
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
