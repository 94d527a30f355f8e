import { CATALOG_ITEMS } from '../constants.js';
import { stableSysId } from '../../stable-id.js';

export interface Question {
  sysId: string;
  /** Empty for a container or a label, which hold no data (R14). */
  name: string;
  text: string;
  /** itsm-platforms 1.6. */
  type: string;
  mandatory: boolean;
  reference: string;
  choices: readonly string[];
}

export interface CatalogItem {
  sysId: string;
  name: string;
  description: string;
  /** Whether people find it without an order guide. */
  standalone: boolean;
  questions: readonly Question[];
}

const TYPES = {
  yesNo: '1',
  text: '6',
  long: '2',
  choice: '5',
  reference: '8',
  date: '9',
  label: '11',
  start: '19',
  end: '20',
} as const;

interface Draft {
  name?: string;
  text: string;
  type: keyof typeof TYPES;
  optional?: boolean;
  of?: string;
  choices?: readonly string[];
}

function item(
  sysId: string,
  name: string,
  description: string,
  drafts: readonly Draft[],
  standalone = true,
): CatalogItem {
  const questions = drafts.map((draft, at) => question(name, draft, at));
  return { sysId, name, description, standalone, questions };
}

function question(itemName: string, draft: Draft, at: number): Question {
  const bare = draft.name === undefined;
  return {
    sysId: stableSysId(`question:${itemName}:${draft.name ?? `#${at}`}`),
    name: draft.name ?? '',
    text: draft.text,
    type: TYPES[draft.type],
    mandatory: !bare && !draft.optional,
    reference: draft.of ?? '',
    choices: draft.choices ?? [],
  };
}

const user = (name: string, text: string, optional = false): Draft => ({
  ...{ name, text, type: 'reference', of: 'sys_user', optional },
});
const site = (name: string, text: string, optional = false): Draft => ({
  ...{ name, text, type: 'reference', of: 'cmn_location', optional },
});
const line = (name: string, text: string, optional = false): Draft => ({
  ...{ name, text, type: 'text', optional },
});
const date = (name: string, text: string, optional = false): Draft => ({
  ...{ name, text, type: 'date', optional },
});

export const EMPLOYEE_TYPES = ['Employee', 'Contractor', 'Intern', 'Temporary'];

const NEW_HIRE = item(CATALOG_ITEMS.newHire, 'New hire', 'An account for somebody who starts.', [
  { text: 'Person', type: 'start' },
  line('first_name', 'First name'),
  line('last_name', 'Last name'),
  line('preferred_name', 'Preferred name', true),
  line('employee_number', 'Employee number', true),
  { text: 'Person', type: 'end' },
  { text: 'Job', type: 'start' },
  date('start_date', 'Start date'),
  date('end_date', 'End date', true),
  { name: 'employee_type', text: 'Employee type', type: 'choice', choices: EMPLOYEE_TYPES },
  line('job_title', 'Job title'),
  line('department', 'Department'),
  line('cost_center', 'Cost center', true),
  line('company', 'Company', true),
  user('manager', 'Manager'),
  site('location', 'Location'),
  line('mobile_phone', 'Mobile phone', true),
  { text: 'Job', type: 'end' },
  { text: 'The manager named above approves this request.', type: 'label' },
]);

const TRANSFER = item(CATALOG_ITEMS.transfer, 'Transfer', 'A new job, place, manager or name.', [
  user('user', 'Who moves'),
  date('effective_date', 'Effective date'),
  { text: 'What changes', type: 'start' },
  line('new_job_title', 'New job title', true),
  line('new_department', 'New department', true),
  user('new_manager', 'New manager', true),
  site('new_location', 'New location', true),
  line('new_last_name', 'New last name', true),
  { text: 'What changes', type: 'end' },
]);

const TERMINATION = item(CATALOG_ITEMS.termination, 'Termination', 'Access ends.', [
  user('user', 'Who leaves'),
  date('last_day', 'Last day'),
  line('last_day_time', 'Time on the last day (HH:mm, local)', true),
  { name: 'immediate', text: 'Remove access at once', type: 'yesNo', optional: true },
  { name: 'reason', text: 'Reason', type: 'long', optional: true },
  { text: 'The manager of the person who leaves approves this request.', type: 'label' },
]);

const LAPTOP = item(CATALOG_ITEMS.laptop, 'Laptop', 'A laptop for a new colleague.', [], false);

export const CATALOG: readonly CatalogItem[] = [NEW_HIRE, TRANSFER, TERMINATION, LAPTOP];

/** R16: what one submission of the guide orders. */
export const ORDER_GUIDES: Readonly<Record<string, readonly CatalogItem[]>> = {
  [CATALOG_ITEMS.onboardingGuide]: [NEW_HIRE, LAPTOP],
};

export function catalogItem(sysId: string): CatalogItem | undefined {
  return CATALOG.find((one) => one.sysId === sysId);
}
