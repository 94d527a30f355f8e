import {
  APPROVALS,
  CONTACT_TYPES,
  ESCALATIONS,
  IMPACTS,
  PRIORITIES,
  TASK_STATES,
} from './choices.js';
import type { Columns } from './column.js';
import { booleans, columns, datetimes, integers, references, strings } from './column.js';

/** On every record, whatever the table. */
export const SYSTEM_COLUMNS: Columns = {
  ...strings('sys_id sys_created_by sys_updated_by sys_tags'),
  ...datetimes('sys_created_on sys_updated_on'),
  ...integers('sys_mod_count'),
};

/** itsm-platforms 1.3: what a real `sc_req_item` answered, inherited from `task`. */
export const TASK_COLUMNS: Columns = {
  ...SYSTEM_COLUMNS,
  ...strings(`additional_assignee_list approval_history close_notes correlation_display
    correlation_id delivery_plan delivery_task description group_list number
    sys_class_name sys_domain sys_domain_path short_description time_worked upon_approval
    upon_reject user_input watch_list work_notes_list business_service cmdb_ci contract
    service_offering universal_request route_reason task_effective_number calendar_duration
    business_duration`),
  ...datetimes(
    'approval_set closed_at due_date expected_start follow_up opened_at work_end work_start',
  ),
  ...columns('sla_due activity_due', { type: 'datetime', unsetShows: 'UNKNOWN' }),
  ...booleans('active knowledge made_sla'),
  ...integers('order reassignment_count'),
  ...references({
    assigned_to: 'sys_user',
    assignment_group: 'sys_user_group',
    closed_by: 'sys_user',
    company: 'core_company',
    location: 'cmn_location',
    opened_by: 'sys_user',
    parent: 'task',
  }),
  approval: { type: 'choice', choices: APPROVALS },
  state: { type: 'choice', choices: TASK_STATES },
  impact: { type: 'choice', choices: IMPACTS },
  urgency: { type: 'choice', choices: IMPACTS },
  priority: { type: 'choice', choices: PRIORITIES },
  escalation: { type: 'choice', choices: ESCALATIONS },
  contact_type: { type: 'choice', choices: CONTACT_TYPES },
  ...columns('comments work_notes comments_and_work_notes', { type: 'journal' }),
};
