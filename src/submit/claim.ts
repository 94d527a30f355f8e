import type { Selectable } from 'kysely';
import { laneRank } from '../domain/kind.js';
import type { PersonRecord } from '../domain/record.js';
import type { TargetSettings } from '../domain/settings.js';
import { appendAudit } from '../ledger/audit.js';
import { closeAttempt } from '../ledger/attempt.js';
import { moveChange } from '../ledger/change.js';
import { standOn, type Lease } from '../ledger/lease.js';
import type { AttemptTable } from '../ports/schema.js';
import type { Faults } from '../ports/faults.js';
import type { Random } from '../ports/random.js';
import type { Tx } from '../ports/store.js';
import { isDayUsed, planCall, type Budget, type Waiting } from './plan.js';
import { readBudget, readQueue, type QueueRow } from './queue.js';

export type AttemptRow = Selectable<AttemptTable>;

export interface ClaimedCall {
  uploadId: string;
  attempts: AttemptRow[];
}

export interface ClaimContext {
  /** Of the call to be made, chosen before anything is written, so that it can be known again. */
  uploadId: string;
  /** The right to send for this target. */
  lease: Lease;
  target: TargetSettings;
  random: Random;
  faults: Faults;
  now: number;
  /** Calls of this process in the last 24 hours, by a clock that nobody sets. */
  knownCalls: number;
  /** Groups to be sent apart from each other, because together they were refused. */
  splits: string[][];
}

/**
 * The first of a send's two transactions, and the point of no return: who goes is decided, and
 * upload, attempts and quota are written before any byte leaves. Null: nothing may go now, or another
 * replica sends for this target. Calls are claimed one after the other, so that none sees a queue or a
 * budget of which another is just taking.
 */
export async function claimCall(tx: Tx, context: ClaimContext): Promise<ClaimedCall | null> {
  const { target, now } = context;
  if (!(await standOn(tx, context.lease))) return null;
  const state = await tx
    .selectFrom('target')
    .selectAll()
    .where('name', '=', target.name)
    .executeTakeFirst();
  if (state && state.paused_until > now) return null;
  const queue = await readQueue(tx, target, now);
  const chosen = await choose(tx, queue, context);
  if (chosen.length === 0) return null;
  context.faults.reach('call-chosen');
  return recordCall(tx, chosen, context);
}

async function choose(tx: Tx, queue: QueueRow[], context: ClaimContext): Promise<QueueRow[]> {
  const { target, now, splits } = context;
  const apart = new Set(splits.flat());
  const budget = await readBudget(tx, target, now, context.knownCalls);
  const plan = planCall(
    queue.filter((row) => !apart.has(row.personId)),
    budget,
    target.limits,
    target.timing.fillMs,
  );
  const planned: Waiting[] = 'send' in plan ? plan.send : [];
  const leaverFirst = (planned[0]?.lane ?? Infinity) <= laneRank('termination');
  if (!leaverFirst && splits.length > 0) return nextGroup(queue, budget, context);
  // Managers and lanes were put in order by the plan.
  return planned.map((one) => queue.find((row) => row.personId === one.personId) as QueueRow);
}

/**
 * Those of the next group who are still waiting, the one with the most urgent first: the others may
 * have no call left. The group stays while nobody may call.
 */
function nextGroup(
  queue: QueueRow[],
  budget: Budget,
  { target, splits }: ClaimContext,
): QueueRow[] {
  const rowsOf = (group: string[]) => queue.filter((row) => group.includes(row.personId));
  const laneOf = (group: string[]) => Math.min(...rowsOf(group).map((row) => row.lane));
  const group = splits.reduce((first, other) => (laneOf(other) < laneOf(first) ? other : first));
  const [rows, lane] = [rowsOf(group), laneOf(group)];
  if (rows.length > 0 && isDayUsed(lane, budget, target.limits)) return [];
  splits.splice(splits.indexOf(group), 1);
  return rows;
}

async function recordCall(tx: Tx, people: QueueRow[], context: ClaimContext): Promise<ClaimedCall> {
  const { uploadId, target, now } = context;
  const upload = {
    id: uploadId,
    target: target.name,
    lane: Math.min(...people.map((one) => one.lane)),
    records: people.length,
    started_at: now,
    answered_at: null,
    state: 'sending',
    status: null,
    request_id: null,
    reason: null,
  };
  await tx.insertInto('upload').values(upload).execute();
  const attempts = people.map((one) => newAttempt(one, upload.id, context));
  await tx.insertInto('attempt').values(attempts).execute();
  for (const [index, attempt] of attempts.entries())
    await fence(tx, people[index] as QueueRow, attempt, now);
  await appendAudit(tx, {
    at: now,
    actor: 'bridge',
    action: 'upload.sending',
    subject: `upload:${upload.id}`,
    data: {
      target: target.name,
      records: people.length,
      people: attempts.map(({ id, person_id: person, version, lane }) => ({
        ...{ attempt: id, person, version, lane },
      })),
    },
  });
  return { uploadId: upload.id, attempts };
}

function newAttempt(
  one: QueueRow,
  uploadId: string,
  { target, random, now }: ClaimContext,
): AttemptRow {
  return {
    id: random.uuid(),
    upload_id: uploadId,
    target: target.name,
    person_id: one.personId,
    external_id: one.externalId,
    version: one.version,
    lane: one.lane,
    record: JSON.stringify(one.record satisfies PersonRecord),
    state: 'sending',
    started_at: now,
    confirm_by: null,
    check_at: null,
    closed_at: null,
    reason: null,
  };
}

async function fence(tx: Tx, one: QueueRow, attempt: AttemptRow, now: number): Promise<void> {
  if (one.openAttempt) await overtake(tx, one.openAttempt, attempt, now);
  // Why it was not taken before holds until it is: its reader would be told the same in turns.
  for (const change of one.changes)
    await moveChange(tx, change, 'sent', now, { attempt_id: attempt.id });
  await tx
    .updateTable('person')
    .set({
      attempt_id: attempt.id,
      sent: attempt.record,
      sent_version: attempt.version,
      lane: null,
      ...(one.lane <= laneRank('termination') ? { schedule_due_at: now } : {}),
    })
    .where('id', '=', one.personId)
    .execute();
}

/**
 * A termination does not wait for the outcome of what was sent before it. Its record holds that as
 * well, so what becomes of it is told by the new attempt.
 */
async function overtake(tx: Tx, overtaken: string, attempt: AttemptRow, now: number) {
  const before = await tx
    .selectFrom('attempt')
    .selectAll()
    .where('id', '=', overtaken)
    .executeTakeFirstOrThrow();
  await closeAttempt(tx, before, 'overtaken', now, null);
  await tx
    .updateTable('change')
    .set({ attempt_id: attempt.id })
    .where('attempt_id', '=', overtaken)
    .where('state', '=', 'sent')
    .execute();
}
