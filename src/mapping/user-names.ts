import type { Directory } from '../ports/directory.js';
import type { Tx } from '../ports/store.js';
import type { Draft } from './map-ticket.js';

/** How many candidates of each person the directory is asked about. */
const ASK = 5;

/** User names the directory has; null where it cannot be asked just now. */
export async function takenInDirectory(
  directory: Directory | null,
  drafts: readonly Draft[],
): Promise<Set<string> | null> {
  const names = [...new Set(drafts.flatMap((draft) => draft.userNames.slice(0, ASK)))].map((name) =>
    name.toLowerCase(),
  );
  const taken = new Set<string>();
  if (!directory) return taken;
  for (let at = 0; at < names.length; at += 15) {
    const answer = await directory.userNamesTaken(names.slice(at, at + 15));
    if (answer.is === 'unavailable') return null;
    for (const name of answer.taken) taken.add(name);
  }
  return taken;
}

/**
 * Promises the first free candidate to the person, in the ledger, so that no two people get the
 * same even when both are mapped at once. A name promised before is kept. Null: none is free.
 */
export async function promiseUserName(
  tx: Tx,
  target: string,
  personId: string,
  candidates: readonly string[],
  taken: ReadonlySet<string>,
): Promise<string | null> {
  const before = await tx
    .selectFrom('user_name')
    .select('user_name')
    .where('target', '=', target)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (before) return before.user_name;
  for (const candidate of candidates) {
    const user_name = candidate.toLowerCase();
    if (taken.has(user_name)) continue;
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('user_name')
      .values({ target, user_name, person_id: personId })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) return user_name;
  }
  return null;
}
