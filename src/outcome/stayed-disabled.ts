import type { Attributes } from '../domain/record.js';
import type { Reader } from '../ports/store.js';

/** What an earlier attempt of the same person sent, and whether Entra confirmed it. */
export interface Earlier {
  active: boolean;
  confirmed: boolean;
}

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

/** Attempts of these people, newest first, by person. */
export async function readEarlier(
  read: Reader,
  people: readonly string[],
): Promise<Map<string, (Earlier & { id: string })[]>> {
  if (people.length === 0) return new Map();
  const rows = await read
    .selectFrom('attempt')
    .select(['id', 'person_id', 'state', 'record'])
    .where('person_id', 'in', [...people])
    .orderBy('started_at', 'desc')
    .execute();
  const earlier = rows.map(({ id, person_id, state, record }) => ({
    ...{ id, person_id },
    active: (JSON.parse(record) as Attributes)['active'] !== false,
    confirmed: state === 'applied' || state === 'unchanged',
  }));
  return Map.groupBy(earlier, (one) => one.person_id);
}
