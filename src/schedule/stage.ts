import { UNSENT_STATES } from '../domain/change.js';
import { isComplete, sameAttributes, type Attributes } from '../domain/record.js';
import type { Reason } from '../domain/reason.js';
import { approvalHolds, confirmAgain } from '../ledger/approval.js';
import { openAttention } from '../ledger/attention.js';
import { moveChange, type ChangeRow } from '../ledger/change.js';
import { freeUserName } from '../ledger/free-user-name.js';
import { touchTicket } from '../ledger/ticket.js';
import type { Clock } from '../ports/clock.js';
import type { Faults } from '../ports/faults.js';
import type { Store, Tx } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';
import { fold, type Folded } from './fold.js';
import {
  claimPeople,
  isAnybodyDue,
  toFoldChange,
  type DuePerson,
  type PersonRow,
} from './people.js';
import {
  behindTermination,
  heldAfterTermination,
  incompleteRecord,
  stepFailed,
  supersededByTermination,
} from './reasons.js';
import { afterFailedStep } from './step-failed.js';

export interface ScheduleDeps {
  store: Store;
  clock: Clock;
  /** How old a confirmed approval may be, milliseconds, by target. */
  freshnessMs: (target: string) => number;
  faults: Faults;
}

const LEASE_MS = 60_000;
/** How soon to look again at a person whose ticket is being confirmed. */
const RECHECK_MS = 2_000;
const OPEN: readonly string[] = ['waiting', 'queued'];

/** Folds what became due into each person's desired record and puts the person in the queue. */
export function scheduleStage(deps: ScheduleDeps): Worker {
  return {
    name: 'schedule',
    idleMs: 250,
    async step() {
      const now = deps.clock.now();
      if (!(await isAnybodyDue(deps.store.read, now))) return 0;
      return deps.store.write(async (tx) => {
        const due = await claimPeople(tx, now, LEASE_MS, 100);
        if (due.length > 0) deps.faults.reach('people-claimed');
        for (const one of due)
          await schedulePerson(tx, one, now, deps.freshnessMs(one.person.target));
        return due.length;
      });
    },
  };
}

async function schedulePerson(
  tx: Tx,
  due: DuePerson,
  now: number,
  freshnessMs: number,
): Promise<void> {
  const { person } = due;
  const changes = await holdAfterFailure(tx, await dropWithdrawn(tx, due, now), due.failed, now);
  const stale = staleOf({ ...due, changes }, now, freshnessMs);
  await confirmAgain(
    tx,
    stale.map((change) => change.ticket_id),
    now,
  );
  for (const change of stale) {
    if (change.state === 'queued') await moveChange(tx, change, 'waiting', now, { version: null });
  }
  const usable = changes.filter((change) => !stale.includes(change));
  const folded = fold(
    person.external_id,
    person.baseline === null ? null : (JSON.parse(person.baseline) as Attributes),
    person.baseline_at ?? 0,
    usable.map(toFoldChange),
    now,
  );
  const complete = isComplete(folded.record);
  await moveAll(tx, usable, folded, complete, person, now);
  await savePerson(tx, person, usable, folded, complete, now, stale.length > 0);
}

/**
 * Due changes whose approval must be confirmed again before they go. What is queued already is
 * looked at once more when it is sent, unless somebody else would have to wait for it: a leaver, or
 * whoever comes after a request that a human must look at first. Then it steps back.
 */
function staleOf({ changes, tickets }: DuePerson, now: number, freshnessMs: number): ChangeRow[] {
  const holds = ({ ticket_id, kind }: ChangeRow) =>
    approvalHolds(tickets.get(ticket_id), kind, now, freshnessMs);
  const due = changes.filter((change) => OPEN.includes(change.state) && change.effective_at <= now);
  const leaver = due.some((change) => change.kind === 'termination' && holds(change));
  const stepsBack = ({ state, kind, ticket_id }: ChangeRow) =>
    state === 'waiting' ||
    tickets.get(ticket_id)?.state === 'held' ||
    (leaver && kind !== 'termination');
  return due.filter((change) => !holds(change) && stepsBack(change));
}

/** What was back in the queue when its ticket was withdrawn is not sent any more. */
async function dropWithdrawn(tx: Tx, due: DuePerson, now: number): Promise<ChangeRow[]> {
  const kept: ChangeRow[] = [];
  for (const change of due.changes) {
    const ticket = due.tickets.get(change.ticket_id);
    const open = UNSENT_STATES.includes(change.state);
    if (open && (ticket?.state === 'cancelled' || ticket?.state === 'rejected')) {
      await moveChange(tx, change, 'cancelled', now);
    } else kept.push(change);
  }
  if (kept.length < due.changes.length) await freeUserName(tx, due.person.id);
  return kept;
}

async function holdAfterFailure(
  tx: Tx,
  changes: ChangeRow[],
  failed: ChangeRow[],
  now: number,
): Promise<ChangeRow[]> {
  const stuck = afterFailedStep(changes, failed);
  for (const change of stuck) await hold(tx, change, stepFailed, now);
  return changes.filter((change) => !stuck.includes(change));
}

async function moveAll(
  tx: Tx,
  changes: ChangeRow[],
  folded: Folded,
  complete: boolean,
  person: PersonRow,
  now: number,
): Promise<void> {
  const version = person.desired_version + 1;
  for (const change of changes) {
    if (folded.hold.includes(change.id)) await hold(tx, change, heldAfterTermination, now);
    else if (folded.superseded.includes(change.id)) {
      await moveChange(tx, change, 'superseded', now, {
        reason: JSON.stringify(supersededByTermination),
      });
    } else if (folded.behind.includes(change.id)) await putBehind(tx, change, now);
    else if (folded.queue.includes(change.id) && !complete) {
      await hold(tx, change, incompleteRecord, now);
    } else if (folded.queue.includes(change.id) && change.state === 'waiting') {
      await moveChange(tx, change, 'queued', now, { version, reason: null });
    }
  }
}

async function putBehind(tx: Tx, change: ChangeRow, now: number): Promise<void> {
  const reason = JSON.stringify(behindTermination);
  if (change.state === 'queued') {
    return moveChange(tx, change, 'waiting', now, { version: null, reason });
  }
  if (change.reason === reason) return;
  await tx.updateTable('change').set({ reason }).where('id', '=', change.id).execute();
  await touchTicket(tx, change.ticket_id, now);
}

async function hold(tx: Tx, change: ChangeRow, reason: Reason, now: number): Promise<void> {
  await moveChange(tx, change, 'held', now, { reason: JSON.stringify(reason) });
  await openAttention(tx, {
    subject: `change:${change.id}`,
    ticketId: change.ticket_id,
    reason,
    now,
  });
}

async function savePerson(
  tx: Tx,
  person: PersonRow,
  changes: ChangeRow[],
  folded: Folded,
  complete: boolean,
  now: number,
  recheck: boolean,
): Promise<void> {
  const queued = complete ? changes.filter((change) => folded.queue.includes(change.id)) : [];
  const before = person.desired === null ? {} : (JSON.parse(person.desired) as Attributes);
  const renewed =
    !sameAttributes(before, folded.record) || queued.some((change) => change.state === 'waiting');
  const later = changes
    .filter((change) => change.state === 'waiting' && change.effective_at > now)
    .map((change) => change.effective_at);
  if (recheck) later.push(now + RECHECK_MS);
  await tx
    .updateTable('person')
    .set({
      desired: JSON.stringify(folded.record),
      desired_version: renewed ? person.desired_version + 1 : person.desired_version,
      lane: queued.length > 0 ? Math.min(...queued.map((change) => change.lane)) : null,
      queued_at: queued.length > 0 ? (person.queued_at ?? now) : null,
      manager: (folded.record['enterprise.manager'] as string | undefined) ?? null,
      schedule_due_at: later.length > 0 ? Math.min(...later) : null,
    })
    .where('id', '=', person.id)
    .where('schedule_fence', '=', person.schedule_fence)
    .execute();
}
