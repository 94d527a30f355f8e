import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describePlace, fileOf, type StorePlace } from '../adapters/sql-store/open-store.js';

/** The copy was not made, for a reason that its caller can mend. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/**
 * Copies the embedded store at `place`, as it is at one instant, to the new file `to`, while the bridge
 * goes on reading and writing. The copy is checked and on the disk when this returns its size in
 * bytes. Throws `BackupError` and leaves no file behind where that cannot be said.
 */
export function backUp(place: StorePlace, to: string): number {
  if (place.databaseUrl) {
    throw new BackupError(`the ledger is in ${describePlace(place)}: dump it with pg_dump`);
  }
  const from = fileOf(place);
  if (!existsSync(from)) throw new BackupError(`${from}: there is no ledger`);
  if (existsSync(to)) throw new BackupError(`${to}: is there already; name a new file`);
  const draft = `${to}.part`;
  try {
    rmSync(draft, { force: true });
    copy(from, draft);
    check(draft);
    flush(draft);
    renameSync(draft, to);
    flush(dirname(resolve(to)));
    return statSync(to).size;
  } catch (cause) {
    rmSync(draft, { force: true });
    if (cause instanceof BackupError) throw cause;
    throw new BackupError(`${to}: could not be written: ${(cause as Error).message}`, { cause });
  }
}

/** Not a copy of the file: what the bridge wrote last may still be in the log beside it. */
function copy(from: string, draft: string): void {
  const db = new DatabaseSync(from, { readOnly: true });
  try {
    db.exec('PRAGMA busy_timeout = 5000');
    db.prepare('VACUUM INTO ?').run(draft);
  } finally {
    db.close();
  }
}

function check(file: string): void {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const found = db.prepare('PRAGMA integrity_check').all();
    if (found.length !== 1 || found[0]?.['integrity_check'] !== 'ok') {
      throw new BackupError(`${file}: the copy is damaged, and so is the ledger, or its disk`);
    }
  } finally {
    db.close();
  }
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
