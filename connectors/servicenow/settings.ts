import type { SettingSpec, Settings } from '../../src/kit/index.js';

export const CLOSE_STATE = '3';
export const CLOSE_NOTES = 'Done by the identity bridge.';
const IGNORED = 'reason,termination_reason';

export const settings: readonly SettingSpec[] = [
  {
    name: 'approvalLevel',
    label: 'Where approval is given',
    description: 'The requested item (RITM), the request above it, or either of them.',
    required: false,
    default: 'item',
    choices: ['item', 'request', 'either'],
  },
  {
    name: 'instance',
    label: 'Instance name',
    description:
      'Deliveries that name another instance are refused: a cloned test instance must not hire anybody.',
    required: false,
  },
  {
    name: 'integrationUser',
    label: 'User name of the integration user',
    description: 'Deliveries caused by the bridge’s own writebacks are ignored.',
    required: false,
  },
  {
    name: 'closedStates',
    label: 'States that mean closed',
    description:
      'Values of the state field, comma-separated. See the choices of your instance (sys_choice).',
    required: false,
    default: '3',
  },
  {
    name: 'cancelledStates',
    label: 'States that mean cancelled',
    description: 'Values of the state field, comma-separated.',
    required: false,
    default: '4,7',
  },
  {
    name: 'ignoredVariables',
    label: 'Variables never read',
    description: 'Names of form variables whose answers are not stored anywhere, comma-separated.',
    required: false,
    default: IGNORED,
  },
  {
    name: 'statusField',
    label: 'Field for the status',
    description:
      'Column of the requested item that shows the bridge’s status word, e.g. u_jml_status. Empty: none.',
    required: false,
  },
  {
    name: 'detailField',
    label: 'Field for the headline',
    description:
      'Column of the requested item that shows one line about it, e.g. u_jml_detail. Empty: none.',
    required: false,
  },
  {
    name: 'closeOnSuccess',
    label: 'Close when done',
    description:
      'Nothing, the requested item, or its open catalog tasks (which lets the flow finish the item).',
    required: false,
    default: 'none',
    choices: ['none', 'item', 'task'],
  },
  {
    name: 'closeState',
    label: 'State when closed',
    description: 'Value of the state field that closes it.',
    required: false,
    default: CLOSE_STATE,
  },
  {
    name: 'closeNotes',
    label: 'Close notes',
    description: 'Text of the close notes when the bridge closes an item or a task.',
    required: false,
    default: CLOSE_NOTES,
  },
  {
    name: 'requireApproverRows',
    label: 'Approval must name somebody',
    description:
      'An approval without a record of who gave it is held. Say false where a rule approves.',
    required: false,
    default: 'true',
    choices: ['true', 'false'],
  },
];

export function listOf(value: string | undefined, fallback: string): string[] {
  return (value ?? fallback)
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Whoever sees a termination need not know why: such answers stay in the ticket system. */
export function ignoredVariables(settings: Settings): string[] {
  return listOf(settings['ignoredVariables'], IGNORED);
}
