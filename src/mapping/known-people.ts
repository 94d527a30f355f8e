import type { Selectable } from 'kysely';
import type { PersonRecord } from '../domain/record.js';
import type { Directory } from '../ports/directory.js';
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
}

/** A baseline older than this is read again, unless something of the person is still under way. */
const BASELINE_AGE_MS = 3_600_000;
/** Graph takes at most 15 values in one `in` filter. */
const IDS_PER_READ = 15;

/** Looks people up in the ledger, and in the directory where it may be read. Null: not readable just now. */
export async function lookUp(
  read: Reader,
  directory: Directory | null,
  target: string,
  ids: readonly string[],
  now: number,
): Promise<Map<string, KnownPerson> | null> {
  const known = await fromLedger(read, target, ids);
  const ask = [...known].filter(([, person]) => isStale(person, now)).map(([id]) => id);
  if (!directory) return known;
  for (let at = 0; at < ask.length; at += IDS_PER_READ) {
    const some = ask.slice(at, at + IDS_PER_READ);
    const answer = await directory.findByExternalId(some);
    if (answer.is === 'unavailable') return null;
    for (const id of some) (known.get(id) as KnownPerson).directory = answer.users.get(id) ?? [];
  }
  return known;
}

function isStale({ row, openTickets }: KnownPerson, now: number): boolean {
  if (!row) return true;
  return (
    openTickets.size === 0 &&
    row.attempt_id === null &&
    (row.baseline_at ?? 0) < now - BASELINE_AGE_MS
  );
}

async function fromLedger(
  read: Reader,
  target: string,
  ids: readonly string[],
): Promise<Map<string, KnownPerson>> {
  const known = new Map<string, KnownPerson>(
    ids.map((id) => [id, { row: null, directory: null, openTickets: new Set() }]),
  );
  if (ids.length === 0) return known;
  const rows = await read
    .selectFrom('person')
    .selectAll()
    .where('target', '=', target)
    .where('external_id', 'in', [...known.keys()])
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row.external_id]));
  for (const row of rows) (known.get(row.external_id) as KnownPerson).row = row;
  if (rows.length === 0) return known;
  const open = await read
    .selectFrom('change')
    .select(['person_id', 'ticket_id'])
    .where('person_id', 'in', [...byId.keys()])
    .where('state', 'in', ['waiting', 'queued', 'sent', 'held'])
    .execute();
  for (const { person_id, ticket_id } of open) {
    known.get(byId.get(person_id) as string)?.openTickets.add(ticket_id);
  }
  return known;
}

/** The person's record as last known: confirmed by tickets, else the directory's, else the first baseline. */
export function recordOf(person: KnownPerson): PersonRecord | null {
  if (person.directory) return person.directory[0] ?? null;
  const json = person.row?.sent ?? person.row?.baseline;
  return json ? (JSON.parse(json) as PersonRecord) : null;
}
