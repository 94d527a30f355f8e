import { createHash } from 'node:crypto';
import type { Reader, Tx } from '../ports/store.js';

export interface AuditEntry {
  at: number;
  /** `bridge`, `connection:<name>`, or a person's sign-in name. */
  actor: string;
  /** e.g. `ticket.approved`, `change.sent`. */
  action: string;
  /** e.g. `ticket:<id>`. */
  subject: string;
  data?: Record<string, unknown>;
}

const GENESIS = '0'.repeat(64);

/** Appends one row to the chain, in the transaction of the change it tells about. */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const last = await tx
    .selectFrom('audit')
    .select('hash')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const row = { ...entry, data: JSON.stringify(entry.data ?? {}) };
  const previous = last?.hash ?? GENESIS;
  await tx
    .insertInto('audit')
    .values({ ...row, previous, hash: hashOf(previous, row) })
    .execute();
}

/** The sequence number of the first row that does not fit the chain, or null when all do. */
export async function firstBrokenLink(read: Reader): Promise<number | null> {
  let previous = GENESIS;
  let after = 0;
  for (;;) {
    const rows = await read
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(1000)
      .execute();
    for (const row of rows) {
      if (row.previous !== previous || row.hash !== hashOf(previous, row)) return row.seq;
      previous = row.hash;
      after = row.seq;
    }
    if (rows.length < 1000) return null;
  }
}

function hashOf(
  previous: string,
  row: { at: number; actor: string; action: string; subject: string; data: string },
) {
  const text = JSON.stringify([previous, row.at, row.actor, row.action, row.subject, row.data]);
  return createHash('sha256').update(text).digest('hex');
}
