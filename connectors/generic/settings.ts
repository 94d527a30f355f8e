import type { SettingSpec } from '../../src/kit/index.js';

export const settings: readonly SettingSpec[] = [
  {
    name: 'callbackPath',
    label: 'Path of the status callback',
    description:
      'Where statuses are posted, below the connection’s address, e.g. /jml/status. May contain {id}.',
    required: true,
  },
  {
    name: 'readPath',
    label: 'Path to read a request back',
    description:
      'Answers the request as it is now, e.g. /requests/{id}. Empty: the newest proven delivery is taken as the truth.',
    required: false,
  },
  {
    name: 'sweepPath',
    label: 'Path of the list of approved requests',
    description:
      'Answers which approved, open requests changed since an instant, e.g. /requests/approved. Empty: a lost delivery stays lost.',
    required: false,
  },
  {
    name: 'ticketPath',
    label: 'Path of the page people open',
    description: 'For links in the console, e.g. /requests/{id}. Empty: no links.',
    required: false,
  },
  {
    name: 'ignoredVariables',
    label: 'Variables never read',
    description: 'Names of answers that are left out of the ticket, comma-separated.',
    required: false,
    default: 'reason,termination_reason',
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
