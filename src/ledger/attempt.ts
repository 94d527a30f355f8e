import type { Selectable } from 'kysely';
import type { Reason } from '../domain/reason.js';
import type { AttemptTable } from '../ports/schema.js';
import type { Tx } from '../ports/store.js';
import { appendAudit } from './audit.js';
import { moveChange } from './change.js';

export type AttemptRow = Selectable<AttemptTable>;

/**
 * Ends an attempt without an outcome and puts its person back in the queue; what goes next is the
 * newest desired record, never this attempt's. `toQueue: false` leaves its changes to the caller.
 */
export async function requeueAttempt(
  tx: Tx,
  attempt: AttemptRow,
  state: 'retry' | 'in-doubt' | 'refused' | 'unconfirmed' | 'failed',
  why: Reason,
  now: number,
  notBefore: number,
  toQueue = true,
): Promise<void> {
  const reason = JSON.stringify(why);
  await closeAttempt(tx, attempt, state, now, reason);
  await tx
    .updateTable('person')
    .set({ not_before: notBefore, schedule_due_at: now })
    .where('id', '=', attempt.person_id)
    .execute();
  if (!toQueue) return;
  const changes = await tx
    .selectFrom('change')
    .selectAll()
    .where('attempt_id', '=', attempt.id)
    .where('state', '=', 'sent')
    .execute();
  for (const change of changes) await moveChange(tx, change, 'queued', now, { reason });
  // Whoever is queued for less already may be sent before the next fold: with a leaver, as one.
  const lane = Math.min(...changes.map((change) => change.lane));
  if (changes.length === 0) return;
  await tx
    .updateTable('person')
    .set({ lane })
    .where('id', '=', attempt.person_id)
    .where('lane', '>', lane)
    .execute();
}

/** Longest time between two tries of a leaver whom Entra refuses. */
const MOST_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * When a leaver may be tried again whom Entra refuses for what the record says: the first time after
 * `leastMs`, then ever later, since each try takes one of the day's calls from everybody else.
 */
export async function tryAgainAt(
  tx: Tx,
  { person_id }: AttemptRow,
  now: number,
  leastMs: number,
): Promise<number> {
  const { refusals } = await tx
    .selectFrom('attempt')
    .select((eb) => eb.fn.countAll<number>().as('refusals'))
    .where('person_id', '=', person_id)
    .where('state', 'in', ['refused', 'failed'])
    .where('started_at', '>', now - DAY_MS)
    .executeTakeFirstOrThrow();
  return now + Math.min(leastMs * 2 ** Number(refusals), Math.max(MOST_MS, leastMs));
}

/** Closes an attempt and frees its person for the next one. */
export async function closeAttempt(
  tx: Tx,
  attempt: AttemptRow,
  state: string,
  now: number,
  reason: string | null,
): Promise<void> {
  await tx
    .updateTable('attempt')
    .set({ state, closed_at: now, check_at: null, reason })
    .where('id', '=', attempt.id)
    .execute();
  await tx
    .updateTable('person')
    .set({ attempt_id: null })
    .where('id', '=', attempt.person_id)
    .where('attempt_id', '=', attempt.id)
    .execute();
  await appendAudit(tx, {
    at: now,
    actor: 'bridge',
    action: `attempt.${state}`,
    subject: `attempt:${attempt.id}`,
    data: { person: attempt.person_id, version: attempt.version, upload: attempt.upload_id },
  });
}
