import { JOB_ID } from '../identities.js';
import type { EntraWorld } from '../world.js';
import type { Execution, JobState, Quarantine } from './job-state.js';

/** Unset times, as samples show them. */
const NEVER = '0001-01-01T00:00:00Z';
const instant = (at: number): string => new Date(at).toISOString();

/** A synchronizationJob [G-CSDL, G-Job]. */
export function jobDocument(world: EntraWorld): object {
  const { job, settings } = world;
  return {
    id: JOB_ID,
    templateId: settings.target === 'ad' ? 'API2AD' : 'API2AAD',
    schedule: {
      expiration: null,
      interval: job.schedule === 'Disabled' ? 'P10675199DT2H48M5.4775807S' : 'PT40M',
      state: job.schedule,
    },
    synchronizationJobSettings: [
      { name: 'SkipOutOfScopeDeletions', value: titled(settings.skipOutOfScopeDeletions) },
      { name: 'NotificationEmail', value: settings.notificationEmail },
    ],
    status: statusOf(world, job),
  };
}

const titled = (value: boolean): string => (value ? 'True' : 'False');

function statusOf(world: EntraWorld, job: JobState): object {
  return {
    code: codeOf(job),
    countSuccessiveCompleteFailures: job.quarantine?.attempts ?? 0,
    escrowsPruned: false,
    lastExecution: execution(job.last, world),
    lastSuccessfulExecution: execution(job.lastSuccess, world),
    lastSuccessfulExecutionWithExports: execution(job.lastWithExports, world),
    progress: [],
    quarantine: job.quarantine && quarantineOf(job.quarantine),
    steadyStateFirstAchievedTime: job.lastSuccess ? instant(job.lastSuccess.beganAt) : NEVER,
    steadyStateLastAchievedTime: job.lastSuccess ? instant(job.lastSuccess.beganAt) : NEVER,
    synchronizedEntryCountByType: [{ key: 'User', value: world.directory.linkedCount }],
    troubleshootingUrl: '',
  };
}

function codeOf({ schedule, quarantine }: JobState): string {
  if (quarantine) return 'Quarantine';
  return schedule === 'Active' ? 'Active' : 'Paused';
}

function execution(done: Execution | null, world: EntraWorld): object | null {
  if (!done) return null;
  const { cycleId, beganAt, imported, exported, failed } = done;
  return {
    activityIdentifier: cycleId,
    ...{ countEntitled: imported, countEntitledForProvisioning: imported },
    countEscrowed: world.queue.failed.size,
    countEscrowedRaw: world.queue.failed.size + world.references.size,
    ...{ countExported: exported, countExports: exported, countImported: imported },
    ...{ countImportedDeltas: imported, countImportedReferenceDeltas: 0 },
    error: null,
    state: failed > 0 ? 'EntryLevelErrors' : 'Succeeded',
    ...{ timeBegan: instant(beganAt), timeEnded: instant(beganAt) },
  };
}

function quarantineOf({ reason, message, beganAt, nextAttemptAt, attempts }: Quarantine): object {
  return {
    currentBegan: instant(beganAt),
    error: { code: reason, message, tenantActionable: true },
    nextAttempt: instant(nextAttemptAt),
    reason,
    seriesBegan: instant(beganAt),
    seriesCount: attempts + 1,
  };
}
