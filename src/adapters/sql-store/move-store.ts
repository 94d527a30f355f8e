import { sql } from 'kysely';
import { firstBrokenLink } from '../../ledger/audit.js';
import type { Database } from '../../ports/schema.js';
import type { Reader, Store, Tx } from '../../ports/store.js';
import { openPostgresStore } from './postgres-store.js';

/** The ledger was not copied, for a reason that its caller can mend; the database is as it was. */
export class MoveError extends Error {
  override readonly name = 'MoveError';
}

/** Each after those it points to. Leases are not copied: they belong to processes of the old place. */
const TABLES = [
  ...(['ticket', 'person', 'delivery', 'user_name', 'upload', 'change', 'attempt'] as const),
  ...(['evidence', 'target', 'note', 'attention', 'sweep', 'audit'] as const),
] satisfies (keyof Database)[];
type Table = (typeof TABLES)[number];

const ROWS_AT_ONCE = 500;

export interface MoveOptions {
  /** Copy anew over an earlier copy that nobody has worked on. */
  again: boolean;
  onTable: (table: string, rows: number) => void;
}

export interface Moved {
  rows: number;
  /** What happened in the old place since the copy was begun: it is not in the new one. */
  since: number;
}

/**
 * Copies the embedded ledger, as it is at one instant, into the PostgreSQL database of a URL: all of
 * it or nothing. The copy is compared by its rows and by its audit chain before it counts.
 */
export async function moveStore(from: Store, url: string, options: MoveOptions): Promise<Moved> {
  const to = await openPostgresStore(url);
  try {
    const copied = await to.read.transaction().execute(async (target) => {
      // A bridge that starts on the copy now waits until it is whole, or gives up.
      await sql`lock table lease in exclusive mode`.execute(target);
      await makeRoom(target, options.again);
      return from.read.transaction().execute((source) => copyAll(source, target, options));
    });
    const { seq } = await lastLink(from.read);
    return { rows: copied.rows, since: seq - copied.seq };
  } finally {
    await to.close();
  }
}

async function makeRoom(target: Tx, again: boolean): Promise<void> {
  if (await hasRows(target, 'lease')) {
    throw new MoveError(
      'a bridge has worked on that database; nothing may be copied over its work',
    );
  }
  for (const table of TABLES.toReversed()) {
    if (again) await target.deleteFrom(table).execute();
    else if (await hasRows(target, table)) {
      throw new MoveError('that database is not empty; to copy anew over a copy, say --again');
    }
  }
}

async function copyAll(source: Tx, target: Tx, { onTable }: MoveOptions) {
  let rows = 0;
  for (const table of TABLES) {
    const copied = await copyTable(source, target, table);
    await compare(target, table, copied);
    onTable(table, copied);
    rows += copied;
  }
  const last = await lastLink(source);
  if ((await lastLink(target)).hash !== last.hash) throw new MoveError('the audit trails differ');
  const broken = await firstBrokenLink(target);
  if (broken !== null) throw new MoveError(`the audit chain does not fit at row ${broken}`);
  await sql`select setval(pg_get_serial_sequence('audit', 'seq'), ${Math.max(last.seq, 1)}::bigint)`.execute(
    target,
  );
  return { rows, seq: last.seq };
}

async function copyTable(source: Tx, target: Tx, table: Table): Promise<number> {
  let count = 0;
  let after = -1;
  for (;;) {
    const { rows } = await sql<{ place: number }>`
      select rowid as place, * from ${sql.table(table)}
      where rowid > ${after} order by rowid limit ${ROWS_AT_ONCE}`.execute(source);
    const last = rows.at(-1);
    if (!last) return count;
    after = last.place;
    count += rows.length;
    await target.insertInto(table).values(rows.map(withoutRowid)).execute();
  }
}

function withoutRowid(row: { place: number }): never {
  const { place: _, ...rest } = row as { place: number; [column: string]: unknown };
  return rest as never;
}

async function compare(target: Tx, table: Table, copied: number): Promise<void> {
  const { count } = await target
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count !== copied) throw new MoveError(`${table}: ${copied} rows went, ${count} came`);
}

async function hasRows(read: Reader, table: Table | 'lease'): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(read);
  return rows.length > 0;
}

async function lastLink(read: Reader): Promise<{ seq: number; hash: string }> {
  const last = await read
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ?? { seq: 0, hash: '' };
}
