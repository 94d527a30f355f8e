import type { ExpressionBuilder } from 'kysely';
import { laneRank } from '../domain/kind.js';
import type { Attributes } from '../domain/record.js';
import type { Database } from '../ports/schema.js';
import type { Reader } from '../ports/store.js';

/** What an earlier attempt of the same person sent, and whether Entra confirmed it. */
export interface Earlier {
  /** When its call began, milliseconds since the epoch. */
  startedAt: number;
  active: boolean;
  confirmed: boolean;
}

/** Bounds what each look reads of everybody's log. */
const REACH_BACK_MS = 6 * 3_600_000;

/**
 * Was the account last confirmed disabled, with nothing sent since that could have enabled it? Then
 * "nothing to change" says that it still is. `earlier` is newest first; `baseline` is what was known
 * before all of them.
 */
export function stayedDisabled(earlier: readonly Earlier[], baseline: Attributes | null): boolean {
  for (const { active, confirmed } of earlier) {
    if (active) return false;
    if (confirmed) return true;
  }
  return baseline?.['active'] === false;
}

/** Entra shows what became of a call within a day, or never. */
export const STILL_TO_COME_MS = 24 * 3_600_000;

/**
 * Until when Entra may yet carry out a record that enables the account, sent before and not known to
 * be done: so long an account that is disabled may be one that is not enabled yet.
 */
export function mayEnableUntil(earlier: readonly (Earlier & { refused: boolean })[]): number {
  const done = earlier.findIndex(({ confirmed }) => confirmed);
  const open = (done < 0 ? earlier : earlier.slice(0, done)).filter((one) => !one.refused);
  const enabling = open.find(({ active }) => active);
  return enabling ? enabling.startedAt + STILL_TO_COME_MS : -Infinity;
}

/**
 * From when a row may tell that a leaver sent at `startedAt` was disabled: since the last record that
 * was confirmed or could enable. Entra says it once, about the first of several such records.
 */
export function leaverFrom(earlier: readonly Earlier[], startedAt: number): number {
  const other = earlier.findIndex(({ active, confirmed }) => active || confirmed);
  const repeats = other < 0 ? earlier : earlier.slice(0, other);
  return repeats.at(-1)?.startedAt ?? startedAt;
}

/** What of that the log of everybody is read for. */
export function withinReach(from: number, startedAt: number): number {
  return Math.max(from, startedAt - REACH_BACK_MS);
}

/**
 * From when a row counts as the answer to a record: where the same version was sent before and not
 * confirmed in time, a late row about that time proves it as well. Else a log that is later than the
 * deadline would never confirm anything.
 */
export function repeatSince(
  earlier: readonly (Earlier & { version: number })[],
  sent: { startedAt: number; version: number },
): number {
  const other = earlier.findIndex(
    ({ version, confirmed }) => confirmed || version !== sent.version,
  );
  const repeats = other < 0 ? earlier : earlier.slice(0, other);
  return withinReach(repeats.at(-1)?.startedAt ?? sent.startedAt, sent.startedAt);
}

export interface KnownAttempt extends Earlier {
  id: string;
  version: number;
  /** Entra did not take it, or could not do it. */
  refused: boolean;
}

/**
 * What was sent before, newest first, by person: of the leavers whose outcome is not known, and of others
 * who were sent without being confirmed in time, or had left. Asked by what they are, not by a list: a job that stood
 * still leaves more of them than an engine takes in one.
 */
export async function readEarlier(
  read: Reader,
  target: string,
): Promise<Map<string, KnownAttempt[]>> {
  const rows = await read
    .selectFrom('attempt')
    .select(['id', 'person_id', 'state', 'version', 'record', 'started_at'])
    .where('person_id', 'in', (eb) => peopleToLookUp(eb, target))
    .orderBy('started_at', 'desc')
    .execute();
  const earlier = rows.map(({ id, person_id, state, version, record, started_at }) => ({
    ...{ id, person_id, version, startedAt: started_at },
    active: (JSON.parse(record) as Attributes)['active'] !== false,
    confirmed: state === 'applied' || state === 'unchanged',
    refused: state === 'retry' || state === 'refused' || state === 'failed',
  }));
  return Map.groupBy(earlier, (one) => one.person_id);
}

function peopleToLookUp(eb: ExpressionBuilder<Database, 'attempt'>, target: string) {
  return eb
    .selectFrom('attempt as open')
    .select('open.person_id')
    .where('open.target', '=', target)
    .where('open.closed_at', 'is', null)
    .where('open.check_at', 'is not', null)
    .where((one) =>
      one.or([
        one('open.lane', '<=', laneRank('termination')),
        one.exists(
          one
            .selectFrom('attempt as before')
            .select('before.id')
            .whereRef('before.person_id', '=', 'open.person_id')
            .where((before) =>
              before.or([
                before('before.state', '=', 'unconfirmed'),
                before('before.lane', '<=', laneRank('termination')),
              ]),
            ),
        ),
      ]),
    );
}
