import { laneRank } from '../domain/kind.js';
import type { Reason } from '../domain/reason.js';
import type { TargetSettings } from '../domain/settings.js';
import { closeAttention, openAttention } from '../ledger/attention.js';
import { appendAudit } from '../ledger/audit.js';
import { moveChange } from '../ledger/change.js';
import { requeueAttempt, tryAgainAt } from '../ledger/attempt.js';
import { lockPeople } from '../ledger/lock-people.js';
import { touchTicket } from '../ledger/ticket.js';
import type { Tx } from '../ports/store.js';
import type { AttemptRow, ClaimedCall } from './claim.js';
import type { Verdict } from './verdict.js';

export interface RecordContext {
  target: TargetSettings;
  now: number;
  /** Status of the answer; null for none. */
  status: number | null;
  /** Waiting time where the answer names none, milliseconds. */
  backoffMs: number;
}

const UPLOAD_STATE = {
  staged: 'staged',
  retry: 'retry',
  refused: 'refused',
  'in-doubt': 'in-doubt',
  halt: 'refused',
} as const;

/**
 * The second transaction of a send: what the answer means is stored. Does nothing where the call
 * was already recorded, so a recovery and a late answer cannot both count.
 */
export async function recordAnswer(
  tx: Tx,
  call: ClaimedCall,
  verdict: Verdict,
  context: RecordContext,
): Promise<void> {
  const { now, target, status } = context;
  const { numUpdatedRows } = await tx
    .updateTable('upload')
    .set({
      state: UPLOAD_STATE[verdict.is],
      status,
      answered_at: now,
      request_id: verdict.is === 'staged' ? verdict.requestId : null,
      reason: verdict.is === 'staged' ? null : JSON.stringify(verdict.why),
    })
    .where('id', '=', call.uploadId)
    .where('state', '=', 'sending')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await appendAudit(tx, {
    at: now,
    actor: 'bridge',
    action: `upload.${verdict.is}`,
    subject: `upload:${call.uploadId}`,
    data: {
      target: target.name,
      status,
      ...(verdict.is === 'staged' ? {} : { reason: verdict.why.code }),
    },
  });
  for (const attempt of await stillOpen(tx, call))
    await recordAttempt(tx, attempt, verdict, call.attempts.length, context);
  await recordTarget(tx, verdict, context);
}

/** A termination may have overtaken some of them meanwhile. */
async function stillOpen(tx: Tx, { uploadId, attempts }: ClaimedCall): Promise<AttemptRow[]> {
  const people = attempts.map((attempt) => attempt.person_id);
  await lockPeople(tx, people);
  const open = await tx
    .selectFrom('attempt')
    .select('id')
    .where('upload_id', '=', uploadId)
    .where('closed_at', 'is', null)
    .forNoKeyUpdate()
    .execute();
  const ids = new Set(open.map(({ id }) => id));
  return attempts.filter(({ id }) => ids.has(id));
}

async function recordAttempt(
  tx: Tx,
  attempt: AttemptRow,
  verdict: Verdict,
  together: number,
  context: RecordContext,
) {
  const { now, target } = context;
  const leaver = attempt.lane <= laneRank('termination');
  switch (verdict.is) {
    case 'staged':
      await tellChanges(tx, attempt, null, now);
      return stage(tx, attempt, 'staged', now + confirmWithin(target, attempt.lane), context);
    case 'in-doubt':
      if (leaver) return requeueAttempt(tx, attempt, 'in-doubt', verdict.why, now, now);
      await tellChanges(tx, attempt, verdict.why, now);
      return stage(tx, attempt, 'in-doubt', now + target.timing.doubtMs, context);
    case 'refused':
      if (together === 1) return refuse(tx, attempt, verdict.why, leaver, context);
      return requeueAttempt(tx, attempt, 'retry', verdict.why, now, now);
    case 'retry':
    case 'halt':
      return requeueAttempt(tx, attempt, 'retry', verdict.why, now, now);
  }
}

function confirmWithin(target: TargetSettings, lane: number): number {
  const { confirmWithinMs } = target.timing;
  const byRank = [
    confirmWithinMs['urgent-termination'],
    confirmWithinMs.termination,
    confirmWithinMs.transfer,
    confirmWithinMs.hire,
  ];
  return byRank[lane] as number;
}

async function stage(
  tx: Tx,
  attempt: AttemptRow,
  state: string,
  confirmBy: number,
  context: RecordContext,
) {
  const { now, target } = context;
  await tx
    .updateTable('attempt')
    .set({
      state,
      confirm_by: confirmBy,
      check_at: now + (target.timing.checkAfterMs[0] ?? 60_000),
    })
    .where('id', '=', attempt.id)
    .where('closed_at', 'is', null)
    .execute();
}

/** What is known of the call is news to the tickets, but sending again confirms nothing. */
async function tellChanges(
  tx: Tx,
  attempt: AttemptRow,
  why: Reason | null,
  now: number,
): Promise<void> {
  const reason = why && JSON.stringify(why);
  const changes = await tx
    .selectFrom('change')
    .select(['id', 'ticket_id', 'reason'])
    .where('attempt_id', '=', attempt.id)
    .where('state', '=', 'sent')
    .execute();
  for (const change of changes) {
    if (change.reason === reason || isUnconfirmed(change.reason)) continue;
    await tx.updateTable('change').set({ reason }).where('id', '=', change.id).execute();
    await touchTicket(tx, change.ticket_id, now);
  }
}

function isUnconfirmed(reason: string | null): boolean {
  return reason !== null && (JSON.parse(reason) as Reason).code === 'unconfirmed';
}

/** The one record at fault. A leaver is never given up: it is tried again, and somebody is told. */
async function refuse(
  tx: Tx,
  attempt: AttemptRow,
  why: Reason,
  leaver: boolean,
  context: RecordContext,
) {
  const { now, target } = context;
  const changes = await tx
    .selectFrom('change')
    .selectAll()
    .where('attempt_id', '=', attempt.id)
    .where('state', '=', 'sent')
    .execute();
  for (const change of changes) {
    await openAttention(tx, {
      subject: `change:${change.id}`,
      ticketId: change.ticket_id,
      reason: why,
      now,
    });
  }
  if (leaver) {
    const again = await tryAgainAt(tx, attempt, now, target.timing.backoffMaxMs);
    return requeueAttempt(tx, attempt, 'refused', why, now, again);
  }
  await requeueAttempt(tx, attempt, 'refused', why, now, now, false);
  for (const change of changes)
    await moveChange(tx, change, 'failed', now, { reason: JSON.stringify(why) });
}

async function recordTarget(tx: Tx, verdict: Verdict, context: RecordContext): Promise<void> {
  const { target, now, backoffMs } = context;
  const subject = `target:${target.name}`;
  const held = await heldUntil(tx, target.name);
  if (verdict.is === 'staged') {
    // No call begins while a hold stands, so this one was under way when somebody asked for it.
    if (held > now) return;
    await saveTarget(tx, target.name, { halted: null, paused_until: 0 });
    return closeAttention(tx, subject, now);
  }
  if (verdict.is === 'refused' || ('pauses' in verdict && !verdict.pauses)) return;
  await openAttention(tx, { subject, ticketId: null, reason: verdict.why, now });
  const halted = verdict.is === 'halt' ? JSON.stringify(verdict.why) : null;
  await saveTarget(tx, target.name, {
    ...(halted === null && held > now ? {} : { halted }),
    paused_until: Math.max(held, now + pauseMs(verdict, target, backoffMs)),
  });
}

/** Until when nobody may be sent, whoever asked for it: an answer, or the job's state. */
async function heldUntil(tx: Tx, name: string): Promise<number> {
  const target = await tx
    .selectFrom('target')
    .select('paused_until')
    .where('name', '=', name)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return target?.paused_until ?? 0;
}

function pauseMs(
  verdict: Exclude<Verdict, { is: 'staged' | 'refused' }>,
  target: TargetSettings,
  backoffMs: number,
): number {
  if (verdict.is === 'halt') return Math.max(target.timing.jobCheckMs, backoffMs);
  if (verdict.why.code === 'entra-queue-full') return target.timing.bucketFullMs;
  return verdict.afterMs ?? backoffMs;
}

async function saveTarget(
  tx: Tx,
  name: string,
  set: { halted?: string | null; paused_until: number },
): Promise<void> {
  await tx
    .insertInto('target')
    .values({
      name,
      job: null,
      job_checked_at: null,
      log_read_at: null,
      newest_row_at: null,
      halted: null,
      ...set,
    })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(set))
    .execute();
}
