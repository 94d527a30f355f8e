import { laneRank } from '../domain/kind.js';
import type { Attributes, PersonRecord } from '../domain/record.js';
import type { AttemptRow } from '../ledger/attempt.js';
import type { LogRow } from '../ports/entra.js';
import type { Reader, Tx } from '../ports/store.js';
import {
  leaverFrom,
  mayEnableUntil,
  readEarlier,
  repeatSince,
  stayedDisabled,
  withinReach,
} from './stayed-disabled.js';

/** An attempt whose outcome is not known, with what is known of its person. */
export interface OpenAttempt {
  row: AttemptRow;
  record: PersonRecord;
  leaver: boolean;
  /** Rows from then on answer the record, milliseconds since the epoch. */
  since: number;
  /** Of a leaver, rows from then on may tell that the account was disabled already. */
  from: number;
  /** The same, but for what lies so far back that everybody's log is not read for it. */
  within: number;
  /** The account was there before, or a record of the person was confirmed. */
  exists: boolean;
  /** The account was last confirmed disabled, and nothing was sent since that could enable it. */
  wasDisabled: boolean;
  /** Until then an earlier record may yet enable the account, milliseconds since the epoch. */
  mayEnableUntil: number;
}

/** A cheap look, in the order of an index: thousands may wait of which none is due. */
export async function isAnyDue(read: Reader, target: string, now: number): Promise<boolean> {
  const due = await read
    .selectFrom('attempt')
    .select('id')
    .where('target', '=', target)
    .where('closed_at', 'is', null)
    .where('check_at', '<=', now)
    .orderBy('check_at')
    .limit(1)
    .executeTakeFirst();
  return due !== undefined;
}

export async function readOpenAttempts(read: Reader, target: string): Promise<OpenAttempt[]> {
  const rows = await read
    .selectFrom('attempt')
    .innerJoin('person', 'person.id', 'attempt.person_id')
    .selectAll('attempt')
    .select(['person.baseline', 'person.confirmed_version'])
    .where('attempt.target', '=', target)
    .where('attempt.closed_at', 'is', null)
    .where('attempt.check_at', 'is not', null)
    .execute();
  if (rows.length === 0) return [];
  const attempts = await readEarlier(read, target);
  return rows.map(({ baseline, confirmed_version, ...row }) => {
    const earlier = (attempts.get(row.person_id) ?? []).filter(({ id }) => id !== row.id);
    const leaver = row.lane <= laneRank('termination');
    const since = repeatSince(earlier, { startedAt: row.started_at, version: row.version });
    const from = leaver ? leaverFrom(earlier, row.started_at) : since;
    return {
      row,
      record: JSON.parse(row.record) as PersonRecord,
      leaver,
      ...{ since, from, within: withinReach(from, row.started_at) },
      exists: baseline !== null || confirmed_version > 0,
      wasDisabled: stayedDisabled(
        earlier,
        baseline === null ? null : (JSON.parse(baseline) as Attributes),
      ),
      mayEnableUntil: mayEnableUntil(earlier),
    };
  });
}

/** Keeps a row beyond Entra's retention; false where it was already known. */
export async function keepRow(
  tx: Tx,
  row: LogRow,
  attempt: AttemptRow,
  now: number,
): Promise<boolean> {
  const kept = await tx
    .insertInto('evidence')
    .values({
      id: row.id,
      target: attempt.target,
      external_id: row.externalId,
      attempt_id: attempt.id,
      at: row.at,
      seen_at: now,
      action: row.action,
      status: row.status,
      detail: JSON.stringify({
        changeId: row.changeId,
        cycleId: row.cycleId,
        errorCode: row.errorCode,
        errorReason: row.errorReason.slice(0, 500),
        modified: row.modified.map(({ name }) => name),
      }),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return kept.numInsertedOrUpdatedRows === 1n;
}
