import { sql, type Selectable } from 'kysely';
import { laneRank } from '../domain/kind.js';
import { isComplete, type Attributes, type PersonRecord } from '../domain/record.js';
import type { TargetSettings } from '../domain/settings.js';
import { approvalHolds, confirmAgain, ticketFacts } from '../ledger/approval.js';
import type { ChangeRow } from '../ledger/change.js';
import type { PersonTable } from '../ports/schema.js';
import type { Tx } from '../ports/store.js';
import type { Budget, Waiting } from './plan.js';

export interface QueueRow extends Waiting {
  version: number;
  record: PersonRecord;
  changes: ChangeRow[];
  /** An attempt whose outcome is open, which only a termination may overtake. */
  openAttempt: string | null;
}

const DAY_MS = 86_400_000;
/** Far beyond any time limit of a call; lets the index narrow down what is looked at. */
const LONGEST_CALL_MS = 3_600_000;
const TERMINATION = laneRank('termination');
/** More than the biggest call, so that a plan can leave out people whose turn has not come. */
const LOOK_AHEAD = 200;
const RECHECK_MS = 2_000;

/** People who may go now: their approvals hold, and nothing of theirs is on its way. */
export async function readQueue(tx: Tx, target: TargetSettings, now: number): Promise<QueueRow[]> {
  const people = await queuedPeople(tx, target.name, now);
  if (people.length === 0) return [];
  const changes = await queuedChanges(
    tx,
    people.map((person) => person.id),
  );
  const ticketIds = [...changes.values()].flat().map((change) => change.ticket_id);
  const tickets = await ticketFacts(tx, [...new Set(ticketIds)]);
  const holds = (change: ChangeRow) =>
    approvalHolds(
      tickets.get(change.ticket_id),
      change.kind,
      now,
      target.timing.approvalFreshnessMs,
    );
  const ready: QueueRow[] = [];
  const late: string[] = [];
  for (const person of people) {
    const own = changes.get(person.id) ?? [];
    const record = JSON.parse(person.desired ?? '{}') as Attributes;
    if (own.length > 0 && own.every(holds) && isComplete(record)) {
      ready.push(queueRow(person, record, own, now));
    } else late.push(person.id);
  }
  const stale = late.flatMap((id) => changes.get(id) ?? []).filter((change) => !holds(change));
  await confirmAgain(
    tx,
    stale.map((change) => change.ticket_id),
    now,
  );
  await foldAgain(tx, late, now);
  return ready;
}

type QueuedPerson = Pick<
  Selectable<PersonTable>,
  | 'id'
  | 'external_id'
  | 'lane'
  | 'queued_at'
  | 'manager'
  | 'desired'
  | 'desired_version'
  | 'attempt_id'
>;

function queuedPeople(tx: Tx, target: string, now: number): Promise<QueuedPerson[]> {
  return tx
    .selectFrom('person')
    .leftJoin('attempt', 'attempt.id', 'person.attempt_id')
    .select([
      'person.id',
      'person.external_id',
      'person.lane',
      'person.queued_at',
      'person.manager',
    ])
    .select(['person.desired', 'person.desired_version', 'person.attempt_id'])
    .where('person.target', '=', target)
    .where('person.lane', 'is not', null)
    .where('person.not_before', '<=', now)
    .where((eb) =>
      eb.or([
        eb('person.attempt_id', 'is', null),
        eb.and([eb('person.lane', '<=', TERMINATION), eb('attempt.lane', '>', TERMINATION)]),
      ]),
    )
    .orderBy('person.lane')
    .orderBy('person.queued_at')
    .limit(LOOK_AHEAD)
    .forNoKeyUpdate('person')
    .execute();
}

function queueRow(
  person: QueuedPerson,
  record: PersonRecord,
  changes: ChangeRow[],
  now: number,
): QueueRow {
  return {
    personId: person.id,
    externalId: person.external_id,
    lane: person.lane as number,
    queuedAt: person.queued_at ?? now,
    manager: person.manager,
    version: person.desired_version,
    record,
    changes,
    openAttempt: person.attempt_id,
  };
}

async function queuedChanges(tx: Tx, personIds: string[]): Promise<Map<string, ChangeRow[]>> {
  const rows = await tx
    .selectFrom('change')
    .selectAll()
    .where('person_id', 'in', personIds)
    .where('state', '=', 'queued')
    .execute();
  return Map.groupBy(rows, (row) => row.person_id);
}

/** Their tickets were withdrawn, changed, or must be confirmed again: the schedule decides anew. */
async function foldAgain(tx: Tx, personIds: string[], now: number): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .updateTable('person')
    .set({ not_before: now + RECHECK_MS, schedule_due_at: now })
    .where('id', 'in', personIds)
    .execute();
}

/**
 * `knownCalls` are those of the last 24 hours by a clock that nobody sets; the ledger's count may
 * fall short of it where the wall clock was. A call of the far future was made while it was wrong.
 */
export async function readBudget(
  tx: Tx,
  target: TargetSettings,
  now: number,
  knownCalls = 0,
): Promise<Budget> {
  // Entra counts from when a call reached it, which was before it answered.
  const reached = sql<number>`coalesce(answered_at, started_at)`;
  const today = await tx
    .selectFrom('upload')
    .select((eb) => [eb.fn.countAll<number>().as('calls'), eb.fn.min(reached).as('oldest')])
    .where('target', '=', target.name)
    .where('started_at', '>', now - DAY_MS - LONGEST_CALL_MS)
    .where(reached, '>', now - DAY_MS)
    .where('started_at', '<', now + DAY_MS)
    .executeTakeFirstOrThrow();
  return {
    now,
    callsToday: Math.max(Number(today.calls), knownCalls),
    nextCallFreesAt: today.oldest === null ? null : Number(today.oldest) + DAY_MS,
    onTheirWay: await onTheirWay(tx, now),
  };
}

/**
 * Is anything about to join the queue? The number does not matter, so the first hit is enough. Each is
 * asked for in the order of an index, so that no table is read where there is none.
 */
async function onTheirWay(tx: Tx, now: number): Promise<number> {
  const mapping = await tx
    .selectFrom('ticket')
    .select('id')
    .where('map_due_at', 'is not', null)
    .orderBy('connection')
    .orderBy('map_due_at')
    .limit(1)
    .execute();
  if (mapping.length > 0) return 1;
  const reading = await tx
    .selectFrom('ticket')
    .select('id')
    .where('verify_due_at', 'is not', null)
    // As the index has them: an engine that plans for any value would pass it over.
    .where('state', '=', sql.lit('received'))
    .where('verify_tries', '=', sql.lit(0))
    .orderBy('verify_due_at')
    .limit(1)
    .execute();
  if (reading.length > 0) return 1;
  const folding = await tx
    .selectFrom('person')
    .select('id')
    .where('schedule_due_at', '<=', now)
    .orderBy('schedule_due_at')
    .limit(1)
    .execute();
  return folding.length;
}
