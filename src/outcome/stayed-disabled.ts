import type { Attributes } from '../domain/record.js';
import type { Reader } from '../ports/store.js';

/** What an earlier attempt of the same person sent, and whether Entra confirmed it. */
export interface Earlier {
  /** When its call began, milliseconds since the epoch. */
  startedAt: number;
  active: boolean;
  confirmed: boolean;
}

/** Bounds what each look reads of the log. */
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

/**
 * From when a row counts for a leaver sent at `startedAt`: repeats of one termination are one matter,
 * so that a row which proves the first of them, whose answer was lost, proves the last as well.
 */
export function leaverSince(earlier: readonly Earlier[], startedAt: number): number {
  const other = earlier.findIndex(({ active, confirmed }) => active || confirmed);
  const repeats = other < 0 ? earlier : earlier.slice(0, other);
  const first = repeats.at(-1)?.startedAt ?? startedAt;
  return Math.max(first, startedAt - REACH_BACK_MS);
}

/**
 * From when a row counts for anybody else: where the same version of the record was sent before and not
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
  const first = repeats.at(-1)?.startedAt ?? sent.startedAt;
  return Math.max(first, sent.startedAt - REACH_BACK_MS);
}

/** Those of these people who were sent before without being confirmed in time. */
export async function unconfirmedBefore(
  read: Reader,
  people: readonly string[],
): Promise<string[]> {
  if (people.length === 0) return [];
  const rows = await read
    .selectFrom('attempt')
    .select('person_id')
    .distinct()
    .where('person_id', 'in', [...people])
    .where('state', '=', 'unconfirmed')
    .execute();
  return rows.map((row) => row.person_id);
}

/** Attempts of these people, newest first, by person. */
export async function readEarlier(
  read: Reader,
  people: readonly string[],
): Promise<Map<string, (Earlier & { id: string; version: number })[]>> {
  if (people.length === 0) return new Map();
  const rows = await read
    .selectFrom('attempt')
    .select(['id', 'person_id', 'state', 'version', 'record', 'started_at'])
    .where('person_id', 'in', [...people])
    .orderBy('started_at', 'desc')
    .execute();
  const earlier = rows.map(({ id, person_id, state, version, record, started_at }) => ({
    ...{ id, person_id, version, startedAt: started_at },
    active: (JSON.parse(record) as Attributes)['active'] !== false,
    confirmed: state === 'applied' || state === 'unchanged',
  }));
  return Map.groupBy(earlier, (one) => one.person_id);
}
