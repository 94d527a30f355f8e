import { laneRank } from '../domain/kind.js';
import type { Attributes, PersonRecord } from '../domain/record.js';
import type { AttemptRow } from '../ledger/attempt.js';
import type { LogRow } from '../ports/entra.js';
import type { Reader, Tx } from '../ports/store.js';

/** An attempt whose outcome is not known, with what is known of its person. */
export interface OpenAttempt {
  row: AttemptRow;
  record: PersonRecord;
  leaver: boolean;
  /** The desired record last confirmed, or the baseline, said the account is disabled. */
  wasDisabled: boolean;
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
  return rows.map(({ baseline, confirmed_version, ...row }) => ({
    row,
    record: JSON.parse(row.record) as PersonRecord,
    leaver: row.lane <= laneRank('termination'),
    wasDisabled:
      confirmed_version === 0 &&
      baseline !== null &&
      (JSON.parse(baseline) as Attributes)['active'] === false,
  }));
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
