import type { LogRow } from '../ports/entra.js';
import type { Tx } from '../ports/store.js';
import type { OpenAttempt } from './open-attempts.js';
import { STILL_TO_COME_MS } from './stayed-disabled.js';

/**
 * The rows that answer this attempt. Clocks differ, so a row may be dated a little before the call;
 * but not where an earlier one of the same person has no row yet, whose row that may be. Rows that
 * proved another attempt prove nothing about this one.
 */
export async function ownRows(
  tx: Tx,
  attempt: OpenAttempt,
  rows: readonly LogRow[],
  skewMs: number,
): Promise<LogRow[]> {
  const answers = rows.filter(({ at }) => at >= attempt.since - skewMs);
  const taken = await takenByOthers(tx, attempt, answers);
  const free = answers.filter(({ id }) => !taken.has(id));
  if (free.every(({ at }) => at >= attempt.since)) return free;
  const unanswered = await callsWithoutRow(tx, attempt);
  const isAnothers = ({ at }: LogRow) =>
    unanswered.some(({ from, until }) => from - skewMs <= at && at <= until + skewMs);
  return free.filter((row) => row.at >= attempt.since || !isAnothers(row));
}

async function takenByOthers(
  tx: Tx,
  { row: { id } }: OpenAttempt,
  rows: readonly LogRow[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const ids = rows.map((row) => row.id);
  const taken = await tx
    .selectFrom('evidence')
    .select('id')
    .where('id', 'in', ids)
    .where('attempt_id', '!=', id)
    .execute();
  return new Set(taken.map((row) => row.id));
}

/**
 * Between which instants Entra may have carried out the person's earlier calls of which no row is
 * known. What a directory read confirmed was carried out by then.
 */
async function callsWithoutRow(
  tx: Tx,
  { row, since }: OpenAttempt,
): Promise<{ from: number; until: number }[]> {
  const calls = await tx
    .selectFrom('attempt')
    .select(['state', 'started_at', 'closed_at'])
    .where('person_id', '=', row.person_id)
    .where('started_at', '<', since)
    .where('started_at', '>', since - STILL_TO_COME_MS)
    .where('state', 'not in', ['retry', 'refused'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('evidence')
            .select('evidence.id')
            .whereRef('evidence.attempt_id', '=', 'attempt.id')
            .where('evidence.action', '!=', 'directory-read'),
        ),
      ),
    )
    .execute();
  return calls.map(({ state, started_at, closed_at }) => ({
    from: started_at,
    until: (state === 'applied' || state === 'unchanged' ? closed_at : null) ?? Infinity,
  }));
}
