import { DEFAULT_APPROVER } from '../constants.js';
import type { Platform } from '../platform.js';
import { type Row, sysIdOf, valueOf } from '../row.js';

/** The hire's manager to be, or the manager of the person concerned, or else one default. */
export function approverFor(platform: Platform, variables: Row): string {
  const users = platform.db.table('sys_user');
  const subject = users.get(valueOf(variables, 'user'));
  const manager = subject ? valueOf(subject, 'manager') : valueOf(variables, 'manager');
  const approver = users.get(manager) ?? users.where('user_name', DEFAULT_APPROVER)[0];
  return approver ? sysIdOf(approver) : '';
}
