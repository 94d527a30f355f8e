import type { EntraFace } from '../entra-face.js';
import { refuse } from '../problem.js';
import { settingProblems } from '../servicenow/merge-settings.js';
import type { StandIn } from '../stand-in.js';
import { ENTRA_FAULTS } from './fault-rules.js';
import { readFault } from './read-fault.js';

export function entraStandIn(entra: EntraFace): StandIn {
  return {
    name: 'entra',
    settings: () => entra.settings,
    configure(change) {
      const errors = settingProblems(entra.settings, change);
      if (errors.length > 0) refuse('No settings of the Entra stand-in', errors);
      entra.configure(change);
    },
    faults: () => entra.faults.all(),
    addFault: (raw) => entra.faults.add(readFault(ENTRA_FAULTS, raw) as never),
    clearFaults: (id) => entra.faults.clear(id),
  };
}
