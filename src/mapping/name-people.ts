import type { MappedChange } from '../domain/change.js';
import type { Attributes } from '../domain/record.js';
import type { Tx } from '../ports/store.js';
import type { Draft } from './map-ticket.js';

/** A change with its user name chosen, where it sets one. */
export type NamedDraft = MappedChange;

export interface Naming {
  target: string;
  personId: string;
  /** The record as known. */
  record: Attributes | null;
  /** Something was sent for this person already. */
  sent: boolean;
  /** The account is known to exist, whether or not its user name is. */
  exists: boolean;
  /** Free candidates, by draft. */
  shortlist: ReadonlyMap<Draft, readonly string[]>;
}

export type Named = { is: 'named'; drafts: NamedDraft[] } | { is: 'too-late' } | { is: 'none' };

/**
 * Gives a person the user name the template asks for, promised in the ledger so that no two people
 * get the same even when both are mapped at once. `too-late`: others took the free ones meanwhile.
 */
export async function nameChanges(
  tx: Tx,
  drafts: readonly Draft[],
  naming: Naming,
): Promise<Named> {
  const named: NamedDraft[] = [];
  for (const draft of drafts) {
    const name = draft.candidates ? await userNameFor(tx, draft, naming) : {};
    if (name === 'too-late' || name === 'none') return { is: name };
    const { userNames: _shown, candidates: _all, ...change } = draft;
    named.push({ ...change, patch: { ...change.patch, ...name } });
  }
  return { is: 'named', drafts: named };
}

/** Who has a user name keeps it: nothing we send ever renames an account that exists. */
async function userNameFor(
  tx: Tx,
  draft: Draft,
  naming: Naming,
): Promise<{ userName?: string } | 'too-late' | 'none'> {
  const { target, personId, record, sent, exists } = naming;
  const before = await tx
    .selectFrom('user_name')
    .select('user_name')
    .where('target', '=', target)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (before && (sent || isCandidate(draft, before.user_name)))
    return { userName: before.user_name };
  if (!before && (exists || record?.['userName'] !== undefined)) return {};
  if (before)
    await tx
      .deleteFrom('user_name')
      .where('target', '=', target)
      .where('person_id', '=', personId)
      .execute();
  return promise(tx, naming, naming.shortlist.get(draft) ?? []);
}

/** The name of a person whose name on the request was corrected is no candidate any more. */
function isCandidate(draft: Draft, userName: string): boolean {
  for (const candidate of draft.candidates ?? [])
    if (candidate.toLowerCase() === userName) return true;
  return false;
}

async function promise(
  tx: Tx,
  { target, personId }: Naming,
  free: readonly string[],
): Promise<{ userName: string } | 'too-late' | 'none'> {
  for (const user_name of free) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('user_name')
      .values({ target, user_name, person_id: personId })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) return { userName: user_name };
  }
  return free.length === 0 ? 'none' : 'too-late';
}
