import { refuse } from '../problem.js';
import type { ServiceNowFault, ServiceNowSandbox } from '../servicenow/index.js';
import { settingProblems } from '../servicenow/merge-settings.js';
import type { StandIn } from '../stand-in.js';
import { SERVICENOW_FAULTS } from './fault-rules.js';
import { readFault } from './read-fault.js';

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
    addFault: (raw) => servicenow.faults.add(readFault(SERVICENOW_FAULTS, raw) as ServiceNowFault),
    clearFaults: (id) => servicenow.faults.clear(id),
  };
}
