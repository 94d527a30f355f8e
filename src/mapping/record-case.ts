import { stillClaimed } from '../ledger/claim.js';
import { lockPeopleOf } from '../ledger/lock-people.js';
import type { Tx } from '../ports/store.js';
import type { Case } from './case.js';
import { decideCreate, type Refusal } from './decide.js';
import type { MappingDeps } from './deps.js';
import { fromLedger, recordOf, type KnownPerson } from './known-people.js';
import type { Draft } from './map-ticket.js';
import { nameChanges } from './name-people.js';
import { noUserName } from './reasons.js';
import { recordChanges } from './record-changes.js';
import { recordPerson } from './record-person.js';
import { mapAgain, saveMapped, saveRefused } from './record-ticket.js';

export interface Findings {
  known: ReadonlyMap<string, KnownPerson>;
  shortlist: ReadonlyMap<Draft, readonly string[]>;
  now: number;
}

/** Records one decided ticket, unless it was claimed or decided anew since. */
export async function recordCase(
  tx: Tx,
  deps: MappingDeps,
  one: Case,
  findings: Findings,
): Promise<void> {
  const { ticket, decision } = one;
  const { now } = findings;
  const { externalId } = one;
  await lockPeopleOf(
    tx,
    ticket.id,
    externalId ? { target: deps.target.name, externalId } : undefined,
  );
  const current = await stillClaimed(tx, 'map', ticket);
  if (current?.state !== 'approved') return;
  if (!decision) throw new Error(`ticket ${ticket.id} was not decided`);
  const refusal =
    decision.is === 'changes'
      ? await recordWanted(tx, deps, one, decision.changes, findings)
      : decision;
  if (refusal === 'again') await mapAgain(tx, ticket, now);
  else if (refusal) await saveRefused(tx, one, refusal.is, refusal.reason, now);
  else await saveMapped(tx, one, now);
}

async function recordWanted(
  tx: Tx,
  deps: MappingDeps,
  one: Case,
  changes: Draft[],
  { known, shortlist, now }: Findings,
): Promise<Refusal | 'again' | null> {
  const { ticket } = one;
  const target = deps.target.name;
  const externalId = one.externalId as string;
  // Another ticket of this batch, or of another replica, may have been quicker. A hire whose account
  // exists, disabled, expects it by now; it is asked about all the same.
  const person = await asOfNow(tx, target, externalId, known);
  if (changes.some(({ step }) => one.template?.changes[step]?.expects === 'create')) {
    const decision = decideCreate(ticket.id, changes, person);
    if (decision.is !== 'changes') return decision;
  }
  const displayName = changes.map((change) => change.patch['displayName']).find(Boolean);
  const facts = { target, externalId, known: person, random: deps.random, now };
  const personId = await recordPerson(tx, { ...facts, displayName: displayName as string });
  const naming = { target, personId, record: recordOf(person), shortlist };
  const named = await nameChanges(tx, changes, {
    ...naming,
    sent: person.row?.sent != null,
    exists: (person.row?.confirmed_version ?? 0) > 0,
  });
  if (named.is === 'too-late') return 'again';
  if (named.is === 'none') return { is: 'held', reason: noUserName };
  await recordChanges(tx, named.drafts, { ticket, personId, id: deps.random.uuid(), now });
  return null;
}

async function asOfNow(
  tx: Tx,
  target: string,
  externalId: string,
  known: ReadonlyMap<string, KnownPerson>,
): Promise<KnownPerson> {
  const before = known.get(externalId) as KnownPerson;
  const person = (await fromLedger(tx, target, [externalId])).get(externalId) as KnownPerson;
  // What the directory said is older than a change begun since.
  const outdated = person.openTickets.size > 0 || (person.row !== null && before.row === null);
  return { ...person, directory: outdated ? null : before.directory };
}
