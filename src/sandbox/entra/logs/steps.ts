import type { LogRow } from './log-row.js';

interface Step {
  name: string;
  provisioningStepType: string;
  status: string;
  description: string;
  details: Record<string, string>;
}

/** Import, scope, match, and what was done: names as in samples [G-Logs]. */
export function stepsOf(row: LogRow): Step[] {
  const kind = row.action === 'create' ? 'Add' : row.action === 'delete' ? 'Delete' : 'Update';
  const steps = [
    step(`EntryImport${kind}`, 'import', importStatus(row), 'Received the record from the API.'),
  ];
  if (importStatus(row) === 'success') {
    steps.push(step('EntryScoping', 'scoping', 'success', 'Determined whether it is in scope.'));
    const matching = row.code === 'DuplicateTargetEntries' ? 'failure' : 'success';
    steps.push(step(`EntrySynchronization${kind}`, 'matching', matching, 'Matched the user.'));
  }
  if (row.reference) {
    const words = row.reference === 'success' ? 'The manager was set.' : 'The manager is unknown.';
    steps.push(step('EntryReference', 'referenceResolution', row.reference, words));
  }
  if (row.status === 'skipped') {
    return [...steps, step('EntrySynchronizationSkip', 'processing', 'skipped', row.reason)];
  }
  const done = {
    ...step(`EntryExport${kind}`, 'export', row.status, row.reason || 'Provisioned.'),
  };
  return [...steps, { ...done, details: { ReportableIdentifier: row.externalId } }];
}

function importStatus({ externalId, code }: LogRow): string {
  if (code === 'ImportSkipped') return 'skipped';
  return externalId === '' ? 'failure' : 'success';
}

function step(name: string, type: string, status: string, description: string): Step {
  return { name, provisioningStepType: type, status, description, details: {} };
}
