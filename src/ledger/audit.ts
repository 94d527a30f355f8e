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
/** Few shapes of one statement, so that engines that keep prepared ones keep few. */
const ROWS_PER_INSERT = 64;

/** What a transaction has to tell, until it is about to be committed. */
const unsealed = new WeakMap<Tx, AuditEntry[]>();

/**
 * Tells the audit trail something, in the transaction of the change it tells about. The row is
 * written when the transaction ends: all writers share one chain, so whoever holds its end makes
 * the others wait.
 */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const entries = unsealed.get(tx);
  if (entries) entries.push(entry);
  else unsealed.set(tx, [entry]);
}

export function hasUnsealed(tx: Tx): boolean {
  return unsealed.has(tx);
}

/** A row of the audit trail, by which a transaction can be known again. */
export interface AuditMark {
  seq: number;
  hash: string;
}

/**
 * For the store alone: links what the transaction told to the chain, and returns the last row.
 * Nobody else may do so meanwhile.
 */
export async function sealAudit(tx: Tx): Promise<AuditMark | null> {
  const entries = unsealed.get(tx) ?? [];
  unsealed.delete(tx);
  if (entries.length === 0) return null;
  const last = await tx
    .selectFrom('audit')
    .select('hash')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  let previous = last?.hash ?? GENESIS;
  const rows = entries.map(({ data, ...entry }) => {
    const row = { ...entry, data: JSON.stringify(data ?? {}) };
    const linked = { ...row, previous, hash: hashOf(previous, row) };
    previous = linked.hash;
    return linked;
  });
  const marks: AuditMark[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
    const some = rows.slice(at, at + ROWS_PER_INSERT);
    const inserted = tx.insertInto('audit').values(some).returning(['seq', 'hash']);
    marks.push(...(await inserted.execute()));
  }
  return marks.find(({ hash }) => hash === previous) ?? null;
}

/** For the store alone: the transaction was undone, and with it what it had to tell. */
export function forgetAudit(tx: Tx): void {
  unsealed.delete(tx);
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
