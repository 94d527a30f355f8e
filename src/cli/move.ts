import { existsSync, readFileSync } from 'node:fs';
import { MoveError, moveStore } from '../adapters/sql-store/move-store.js';
import { fileOf } from '../adapters/sql-store/open-store.js';
import { placeOf } from '../adapters/sql-store/postgres-store.js';
import { openSqliteStore } from '../adapters/sql-store/sqlite-store.js';
import { DATABASE_URL_EXPECTED, readDatabaseUrl } from '../config/database-url.js';

export interface MoveWish {
  dataDir: string;
  /** A URL, or `file:` and the path of a file that holds one. */
  to: string;
  again: boolean;
}

/** Copies the embedded ledger to PostgreSQL, and says what is to be done next. */
export async function move(wish: MoveWish, print: (line: string) => void): Promise<void> {
  const url = readDatabaseUrl(wish.to, (path) => readFileSync(path, 'utf8'));
  if (url === null) throw new MoveError(`--to: ${DATABASE_URL_EXPECTED}`);
  const file = fileOf(wish);
  if (!existsSync(file)) throw new MoveError(`${file}: there is no ledger`);
  const from = await openSqliteStore(file, { mode: 'check' });
  try {
    const onTable = (table: string, rows: number) => print(`  ${table}: ${rows}`);
    const { rows, since } = await moveStore(from, url, { again: wish.again, onTable });
    print(`${placeOf(url)}: ${rows} rows copied, counted again, and the audit chain verified.`);
    nextSteps(since).forEach(print);
  } finally {
    await from.close();
  }
}

function nextSteps(since: number): string[] {
  const live = 'If a bridge still runs on the file: stop it, and copy once more with --again.';
  return [
    since > 0 ? `The ledger has grown by ${since} entries meanwhile. ${live}` : live,
    'Then start with DATABASE_URL, and keep the file until the first day has passed.',
  ];
}
