import type { Selectable } from 'kysely';
import type { Attributes, PersonRecord } from '../domain/record.js';
import { IDS_PER_READ, type Directory } from '../ports/directory.js';
import type { PersonTable } from '../ports/schema.js';
import type { Reader } from '../ports/store.js';

export type PersonRow = Selectable<PersonTable>;

/** What is known of one externalId before a change is made for it. */
export interface KnownPerson {
  /** The ledger's row, if the person was met before. */
  row: PersonRow | null;
  /** Records in the directory; null where it was not asked or may not be read. */
  directory: PersonRecord[] | null;
  /** Tickets with changes of this person that are not settled. */
  openTickets: Set<string>;
  /** Tickets with changes of this person that were not withdrawn. */
  tickets: Set<string>;
  /** What approved tickets will set that is not sent yet, as far as it names the person. */
  pending: Attributes;
  /** When the last change of this person settled. */
  settledAt: number;
}

/** A baseline older than this is read again, unless something of the person is still under way. */
const BASELINE_AGE_MS = 3_600_000;

/** Looks people up in the ledger, and in the directory where it may be read. Null: not readable just now. */
export async function lookUp(
  read: Reader,
  directory: Directory | null,
  target: string,
  ids: readonly string[],
  now: number,
): Promise<Map<string, KnownPerson> | null> {
  const known = await fromLedger(read, target, ids);
  if (!directory) return known;
  const ask = [...known].filter(([, person]) => isStale(person, now)).map(([id]) => id);
  for (let at = 0; at < ask.length; at += IDS_PER_READ) {
    const some = ask.slice(at, at + IDS_PER_READ);
    const answer = await directory.findByExternalId(some);
    if (answer.is === 'unavailable') return null;
    for (const id of some) (known.get(id) as KnownPerson).directory = answer.users.get(id) ?? [];
  }
  return known;
}

/** A read soon after a change may come from a replica that does not show it yet. */
function isStale({ row, openTickets, settledAt }: KnownPerson, now: number): boolean {
  if (!row) return true;
  const quiet = openTickets.size === 0 && row.attempt_id === null;
  return quiet && Math.max(row.baseline_at ?? 0, settledAt) < now - BASELINE_AGE_MS;
}

export async function fromLedger(
  read: Reader,
  target: string,
  ids: readonly string[],
): Promise<Map<string, KnownPerson>> {
  const known = new Map(ids.map((id) => [id, unknown()]));
  if (ids.length === 0) return known;
  const rows = await read
    .selectFrom('person')
    .selectAll()
    .where('target', '=', target)
    .where('external_id', 'in', [...known.keys()])
    .execute();
  if (rows.length === 0) return known;
  const byId = new Map(rows.map((row) => [row.id, known.get(row.external_id) as KnownPerson]));
  for (const row of rows) (byId.get(row.id) as KnownPerson).row = row;
  const changes = await read
    .selectFrom('change')
    .select(['person_id', 'ticket_id', 'settled_at', 'patch'])
    .where('person_id', 'in', [...byId.keys()])
    .where('state', 'not in', ['cancelled', 'superseded', 'failed'])
    .orderBy('effective_at')
    .execute();
  for (const change of changes) addChange(byId.get(change.person_id) as KnownPerson, change);
  return known;
}

function addChange(
  person: KnownPerson,
  change: { ticket_id: string; settled_at: number | null; patch: string },
): void {
  person.tickets.add(change.ticket_id);
  if (change.settled_at !== null) {
    person.settledAt = Math.max(person.settledAt, change.settled_at);
    return;
  }
  person.openTickets.add(change.ticket_id);
  for (const [path, value] of Object.entries(JSON.parse(change.patch) as Attributes))
    if (path !== 'active') person.pending[path] = value;
}

function unknown(): KnownPerson {
  return {
    row: null,
    directory: null,
    openTickets: new Set(),
    tickets: new Set(),
    pending: {},
    settledAt: 0,
  };
}

/** The person's record as last known: what the directory said, or what was sent since. */
export function recordOf({ directory, row, settledAt, openTickets }: KnownPerson) {
  if (directory) return directory[0] ?? null;
  const readSince = openTickets.size === 0 && (row?.baseline_at ?? 0) > settledAt;
  const json = readSince ? row?.baseline : (row?.sent ?? row?.baseline);
  return json ? (JSON.parse(json) as PersonRecord) : null;
}
