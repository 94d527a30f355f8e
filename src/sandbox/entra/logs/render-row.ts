import {
  JOB_ID,
  SERVICE_PRINCIPAL_ID,
  SERVICE_PRINCIPAL_NAME,
  SOURCE_SYSTEM_ID,
  TARGET_SYSTEM_ID,
  TENANT_ID,
} from '../identities.js';
import type { LogRow } from './log-row.js';
import { stepsOf } from './steps.js';

export const INITIATOR = 'Azure AD Provisioning Service';

/** A provisioningObjectSummary; beta has the deprecated members as well [G-CSDL, G-LogsBeta]. */
export function renderRow(row: LogRow, beta: boolean): Record<string, unknown> {
  const statusInfo = { status: row.status, errorInformation: errorOf(row) };
  return {
    id: row.id,
    activityDateTime: new Date(row.at).toISOString(),
    ...{ tenantId: TENANT_ID, jobId: JOB_ID, cycleId: row.cycleId, changeId: row.changeId },
    ...(beta ? { action: row.action, statusInfo } : {}),
    provisioningAction: row.action,
    durationInMilliseconds: row.durationMs,
    initiatedBy: { id: '', displayName: INITIATOR, initiatorType: 'system' },
    servicePrincipal: { id: SERVICE_PRINCIPAL_ID, displayName: SERVICE_PRINCIPAL_NAME },
    sourceSystem: { id: SOURCE_SYSTEM_ID, displayName: 'API', details: {} },
    targetSystem: { id: TARGET_SYSTEM_ID, displayName: 'Microsoft Entra ID', details: {} },
    sourceIdentity: identity(row.externalId, row.externalId),
    targetIdentity: identity(row.targetId, row.targetName),
    provisioningStatusInfo: statusInfo,
    provisioningSteps: stepsOf(row),
    modifiedProperties: row.modified.map(({ name, before, after }) => ({
      ...{ displayName: name, oldValue: before, newValue: after },
    })),
  };
}

function identity(id: string, displayName: string): object {
  return { id, displayName, identityType: 'User', details: {} };
}

function errorOf({ status, code, reason }: LogRow): object | null {
  if (status === 'success' || code === '') return null;
  return {
    errorCode: code,
    reason,
    additionalDetails: null,
    errorCategory: status === 'failure' ? 'nonServiceFailure' : 'success',
    recommendedAction: null,
  };
}
