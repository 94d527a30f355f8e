import { refuse } from '../problem.js';
import type { ServiceNowSandbox } from '../servicenow/index.js';
import { settingProblems } from '../servicenow/merge-settings.js';
import type { StandIn } from '../stand-in.js';
import { readServiceNowFault } from './read-fault.js';

export function servicenowStandIn(servicenow: ServiceNowSandbox): StandIn {
  return {
    name: 'servicenow',
    settings: () => servicenow.settings,
    configure(change) {
      const errors = settingProblems(servicenow.settings, change);
      if (errors.length > 0) refuse('No settings of the ServiceNow stand-in', errors);
      servicenow.configure(change);
    },
    faults: () => servicenow.faults.all(),
    addFault: (raw) => servicenow.faults.add(readServiceNowFault(raw)),
    clearFaults: (id) => servicenow.faults.clear(id),
  };
}
