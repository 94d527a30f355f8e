import type { JobState, LogRow } from '../../ports/entra.js';
import { member, text } from './graph.js';

/**
 * Reads a provisioningObjectSummary. Casing of enums differs between Microsoft's own samples, and
 * unknown members must do no harm (fact sheet 5.2). Null where it is no usable row.
 */
export function readLogRow(value: unknown): LogRow | null {
  const id = text(value, 'id');
  const at = Date.parse(text(value, 'activityDateTime'));
  const externalId = text(member(value, 'sourceIdentity'), 'id');
  if (!id || Number.isNaN(at) || !externalId) return null;
  const status = member(value, 'provisioningStatusInfo');
  const error = member(status, 'errorInformation');
  const modified = member(value, 'modifiedProperties');
  return {
    id,
    at,
    jobId: text(value, 'jobId'),
    externalId,
    action: text(value, 'provisioningAction').toLowerCase(),
    status: text(status, 'status').toLowerCase(),
    cycleId: text(value, 'cycleId'),
    changeId: text(value, 'changeId'),
    errorCode: text(error, 'errorCode'),
    errorReason: text(error, 'reason'),
    modified: Array.isArray(modified)
      ? modified.map((one) => ({ name: text(one, 'displayName'), to: text(one, 'newValue') }))
      : [],
  };
}

/** Reads a synchronizationJob (fact sheet 6). */
export function readJob(value: unknown): JobState {
  const status = member(value, 'status');
  const ended = Date.parse(text(member(status, 'lastExecution'), 'timeEnded'));
  return {
    code: text(status, 'code').toLowerCase(),
    scheduleState: text(member(value, 'schedule'), 'state').toLowerCase(),
    quarantineReason: text(member(status, 'quarantine'), 'reason').replace(/[^A-Za-z0-9 _-]/g, ''),
    // Unset times are shown as the year 1.
    lastRunAt: Number.isNaN(ended) || ended < 0 ? null : ended,
  };
}
