import type { Attributes } from '../domain/record.js';
import type { Random } from '../ports/random.js';
import type { Tx } from '../ports/store.js';
import { recordOf, type KnownPerson } from './known-people.js';

export interface PersonFacts {
  target: string;
  externalId: string;
  known: KnownPerson;
  /** Set by the first change that names the person. */
  displayName: string | undefined;
  random: Random;
  now: number;
}

/** Stores the person, new or met before, with what the directory said just now. */
export async function recordPerson(tx: Tx, facts: PersonFacts): Promise<string> {
  const { known, now } = facts;
  const record: Attributes | null = recordOf(known);
  const display_name = String(
    facts.displayName ?? record?.['displayName'] ?? known.row?.display_name ?? facts.externalId,
  );
  const baseline = known.directory
    ? { baseline: record && JSON.stringify(record), baseline_at: now }
    : {};
  if (!known.row) return insert(tx, facts, { display_name, ...baseline });
  await tx
    .updateTable('person')
    .set({ display_name, ...baseline, schedule_due_at: now })
    .where('id', '=', known.row.id)
    .execute();
  return known.row.id;
}

async function insert(
  tx: Tx,
  { target, externalId, random, now }: PersonFacts,
  also: { display_name: string; baseline?: string | null; baseline_at?: number },
): Promise<string> {
  const id = random.uuid();
  await tx
    .insertInto('person')
    .values({
      id,
      target,
      external_id: externalId,
      baseline: null,
      baseline_at: null,
      ...also,
      desired: null,
      desired_version: 0,
      sent: null,
      sent_version: 0,
      confirmed_version: 0,
      lane: null,
      queued_at: null,
      not_before: 0,
      manager: null,
      attempt_id: null,
      schedule_due_at: now,
      schedule_fence: 0,
      schedule_tries: 0,
    })
    .execute();
  return id;
}
