import type { Choice } from './column.js';

const choices = (pairs: readonly (readonly [string, string])[]): readonly Choice[] =>
  pairs.map(([value, label]) => ({ value, label }));

/** itsm-platforms 1.4 */
export const TASK_STATES = choices([
  ['-5', 'Pending'],
  ['1', 'Open'],
  ['2', 'Work in Progress'],
  ['3', 'Closed Complete'],
  ['4', 'Closed Incomplete'],
  ['7', 'Closed Skipped'],
]);

export const CLOSED_STATES: ReadonlySet<string> = new Set(['3', '4', '7']);

/** itsm-platforms 1.5: `not requested` with a space, labelled "Not Yet Requested". */
export const APPROVALS = choices([
  ['not requested', 'Not Yet Requested'],
  ['requested', 'Requested'],
  ['approved', 'Approved'],
  ['rejected', 'Rejected'],
  ['cancelled', 'Cancelled'],
  ['not_required', 'No Longer Required'],
  ['duplicate', 'Duplicate'],
]);

export const STAGES = choices([
  ['waiting_for_approval', 'Waiting for Approval'],
  ['request_approved', 'Request Approved'],
  ['fulfillment', 'Fulfillment'],
  ['delivery', 'Delivery'],
  ['completed', 'Completed'],
  ['Request Cancelled', 'Request Cancelled'],
]);

export const REQUEST_STATES = choices([
  ['draft', 'Draft'],
  ['submitted', 'Submitted'],
  ['in_process', 'In Process'],
  ['delivered', 'Delivered'],
  ['requested', 'Requested'],
  ['closed_complete', 'Closed Complete'],
  ['closed_incomplete', 'Closed Incomplete'],
  ['closed_cancelled', 'Closed Cancelled'],
  ['cancelled', 'Cancelled'],
]);

export const IMPACTS = choices([
  ['1', '1 - High'],
  ['2', '2 - Medium'],
  ['3', '3 - Low'],
]);

export const PRIORITIES = choices([
  ['1', '1 - Critical'],
  ['2', '2 - High'],
  ['3', '3 - Moderate'],
  ['4', '4 - Low'],
  ['5', '5 - Planning'],
]);

export const ESCALATIONS = choices([
  ['0', 'Normal'],
  ['1', 'Moderate'],
  ['2', 'High'],
  ['3', 'Overdue'],
]);

export const CONTACT_TYPES = choices([
  ['phone', 'Phone'],
  ['email', 'Email'],
  ['self-service', 'Self-service'],
]);

/** itsm-platforms 1.6, the codes the sandbox's own forms use. */
export const QUESTION_TYPES = choices([
  ['1', 'Yes / No'],
  ['2', 'Multi Line Text'],
  ['5', 'Select Box'],
  ['6', 'Single Line Text'],
  ['8', 'Reference'],
  ['9', 'Date'],
  ['10', 'Date/Time'],
  ['11', 'Label'],
  ['19', 'Container Start'],
  ['20', 'Container End'],
]);
