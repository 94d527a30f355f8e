import { APPROVALS, QUESTION_TYPES, REQUEST_STATES, STAGES } from './choices.js';
import type { Column, Columns } from './column.js';
import { booleans, columns, datetimes, integers, references, strings } from './column.js';
import { SYSTEM_COLUMNS, TASK_COLUMNS } from './task-columns.js';

export interface TableSchema {
  name: string;
  label: string;
  columns: Columns;
  /** The column a reference to the record is shown by. */
  display: string;
  isTask: boolean;
  /** Prefix of its numbers. */
  prefix?: string;
  /** Columns looked up often enough to be indexed; `sys_id` always is. */
  indexed: readonly string[];
}

const plain = (
  name: string,
  label: string,
  display: string,
  indexed: readonly string[],
  own: Columns,
): TableSchema => ({
  ...{ name, label, display, indexed, isTask: false },
  columns: { ...SYSTEM_COLUMNS, ...own },
});

const task = (
  name: string,
  label: string,
  prefix: string,
  indexed: readonly string[],
  own: Columns,
): TableSchema => ({
  ...{ name, label, prefix, display: 'number', isTask: true },
  indexed: ['number', ...indexed],
  columns: { ...TASK_COLUMNS, ...own },
});

const REQUEST = task('sc_request', 'Request', 'REQ', [], {
  ...strings('price stage special_instructions calendar_stc'),
  ...references({ requested_for: 'sys_user' }),
  ...datetimes('requested_date'),
  request_state: { type: 'choice', choices: REQUEST_STATES },
});

const REQUESTED_ITEM = task('sc_req_item', 'Requested Item', 'RITM', ['request'], {
  ...strings(`price recurring_price recurring_frequency context flow_context sc_catalog order_guide
    u_jml_status u_jml_detail`),
  ...booleans('backordered billable'),
  ...integers('quantity'),
  ...datetimes('estimated_delivery'),
  ...references({
    cat_item: 'sc_cat_item',
    configuration_item: 'cmdb_ci',
    request: 'sc_request',
    requested_for: 'sys_user',
  }),
  stage: { type: 'choice', choices: STAGES },
});

const CATALOG_TASK = task('sc_task', 'Catalog Task', 'SCTASK', ['request_item', 'request'], {
  ...references({ request_item: 'sc_req_item', request: 'sc_request', cat_item: 'sc_cat_item' }),
});

const APPROVER = plain(
  'sysapproval_approver',
  'Approval',
  'approver',
  ['sysapproval', 'approver', 'document_id'],
  {
    ...references({
      approver: 'sys_user',
      sysapproval: 'task',
      document_id: '*',
      group: 'sysapproval_group',
    }),
    ...strings('source_table approval_source approval_column approval_journal_column wf_activity'),
    ...integers('order'),
    ...datetimes('due_date expected_start'),
    ...columns('comments', { type: 'journal' }),
    state: { type: 'choice', choices: APPROVALS },
  },
);

const USER = plain('sys_user', 'User', 'name', ['user_name', 'employee_number'], {
  ...strings(`user_name name first_name last_name email employee_number title phone mobile_phone
    department cost_center company time_zone date_format time_format`),
  ...booleans('active web_service_access_only internal_integration_user'),
  ...references({ manager: 'sys_user', location: 'cmn_location' }),
});

const LOCATION = plain('cmn_location', 'Location', 'name', ['name'], {
  ...strings('name full_name street city state zip country time_zone'),
});

const CHOICE = plain('sys_choice', 'Choice', 'label', ['name', 'element'], {
  ...strings('name element value label language'),
  ...integers('sequence'),
  ...booleans('inactive'),
});

const CATALOG_ITEM = plain('sc_cat_item', 'Catalog Item', 'name', ['name'], {
  ...strings('name short_description description sys_class_name sc_catalogs price type'),
  ...booleans('active visible_standalone visible_guide'),
  ...integers('order'),
});

const QUESTION = plain('item_option_new', 'Variable', 'question_text', ['cat_item'], {
  ...strings('name question_text lookup_table list_table reference_qual default_value'),
  ...booleans('active mandatory'),
  ...integers('order'),
  reference: { type: 'string' },
  variable_set: { type: 'reference', table: 'item_option_new_set' },
  cat_item: { type: 'reference', table: 'sc_cat_item' },
  type: { type: 'choice', choices: QUESTION_TYPES },
});

const QUESTION_CHOICE = plain('question_choice', 'Question Choice', 'text', ['question'], {
  ...strings('text value'),
  ...integers('order'),
  ...references({ question: 'item_option_new' }),
});

const OPTION = plain('sc_item_option', 'Options', 'value', [], {
  ...strings('value cart_item'),
  ...integers('order'),
  ...references({ item_option_new: 'item_option_new' }),
});

const OPTION_LINK = plain(
  'sc_item_option_mtom',
  'Variable Ownership',
  'sys_id',
  ['request_item', 'sc_item_option'],
  references({ request_item: 'sc_req_item', sc_item_option: 'sc_item_option' }),
);

const MULTI_ROW = plain(
  'sc_multi_row_question_answer',
  'Multi Row Question Answer',
  'value',
  ['parent_id'],
  {
    ...strings('parent_id parent_table_name value row_index variable_set'),
    ...references({ item_option_new: 'item_option_new' }),
  },
);

const JOURNAL = plain('sys_journal_field', 'Journal Entry', 'value', ['element_id'], {
  ...strings('element element_id name value'),
});

export const TABLES: readonly TableSchema[] = [
  REQUEST,
  REQUESTED_ITEM,
  CATALOG_TASK,
  APPROVER,
  USER,
  LOCATION,
  CHOICE,
  CATALOG_ITEM,
  QUESTION,
  QUESTION_CHOICE,
  OPTION,
  OPTION_LINK,
  MULTI_ROW,
  JOURNAL,
];

export function columnOf(schema: TableSchema, name: string): Column | undefined {
  return Object.hasOwn(schema.columns, name) ? schema.columns[name] : undefined;
}
