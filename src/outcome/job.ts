import type { Selectable } from 'kysely';
import type { Reason } from '../domain/reason.js';
import type { TargetSettings } from '../domain/settings.js';
import { closeAttention, openAttention } from '../ledger/attention.js';
import type { Clock } from '../ports/clock.js';
import type { Entra, JobState } from '../ports/entra.js';
import type { Log } from '../ports/log.js';
import type { TargetTable } from '../ports/schema.js';
import type { Store } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';

export interface JobWatchDeps {
  store: Store;
  clock: Clock;
  entra: Entra;
  target: TargetSettings;
  log: Log;
}

const STOPPED: Record<string, string> = {
  paused: 'The provisioning job in Microsoft Entra is paused.',
  quarantine: 'The provisioning job in Microsoft Entra is in quarantine.',
  disabled: 'The provisioning job in Microsoft Entra is disabled.',
};

/**
 * Reads the job's state. While it is paused or quarantined, tickets are accepted and nothing is
 * sent: Entra would queue it, and a restart would throw the queue away (fact sheet 6).
 */
export function jobWatch({ store, clock, entra, target, log }: JobWatchDeps): Worker {
  return {
    name: `job ${target.name}`,
    idleMs: target.timing.jobCheckMs,
    async step() {
      const answer = await entra.job();
      if (answer.is === 'unavailable') {
        log.warn('job-state-unavailable', { target: target.name, why: answer.why });
        return 0;
      }
      const now = clock.now();
      const stopped = answer.is === 'missing' ? missing : stoppedBecause(answer.job);
      const subject = `job:${target.name}`;
      await store.write(async (tx) => {
        const before = await tx
          .selectFrom('target')
          .selectAll()
          .where('name', '=', target.name)
          .forNoKeyUpdate()
          .executeTakeFirst();
        const set = {
          job: answer.is === 'job' ? JSON.stringify(answer.job) : null,
          job_checked_at: now,
          halted: stopped ? JSON.stringify(stopped) : null,
          paused_until: pausedUntil(before, stopped !== null, now, 2 * target.timing.jobCheckMs),
        };
        await tx
          .insertInto('target')
          .values({ name: target.name, log_read_at: null, newest_row_at: null, ...set })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(set))
          .execute();
        if (stopped) await openAttention(tx, { subject, ticketId: null, reason: stopped, now });
        else await closeAttention(tx, subject, now);
      });
      return 0;
    },
  };
}

/** A stopped job pauses until the next look but one; a longer hold, which somebody else asked for, stays. */
function pausedUntil(
  before: Pick<Selectable<TargetTable>, 'halted' | 'job_checked_at' | 'paused_until'> | undefined,
  stopped: boolean,
  now: number,
  pauseMs: number,
): number {
  const held = before?.paused_until ?? 0;
  if (stopped) return Math.max(held, now + pauseMs);
  const ours = held <= (before?.job_checked_at ?? 0) + pauseMs;
  return before?.halted != null && ours ? now : held;
}

export function stoppedBecause(job: JobState): Reason | null {
  const state = STOPPED[job.code] ? job.code : job.scheduleState;
  const what = STOPPED[state];
  if (!what) return null;
  const why = job.quarantineReason ? ` Reason given: ${job.quarantineReason}.` : '';
  return {
    code: `job-${state}`,
    what: what + why,
    next: 'An identity administrator starts the job again; what waits is sent by itself afterwards.',
    owner: 'identity-admin',
  };
}

const missing: Reason = {
  code: 'job-missing',
  what: 'The provisioning job named in the configuration does not exist.',
  next: 'An identity administrator corrects the job or the configuration.',
  owner: 'identity-admin',
};
