import type { Reason } from '../domain/reason.js';
import type { PersonRecord } from '../domain/record.js';
import type { LogRow } from '../ports/entra.js';
import { failureReason, skippedReason } from './reasons.js';

export interface Sent {
  record: PersonRecord;
  startedAt: number;
  leaver: boolean;
}

/** What other proof there is besides rows. */
export interface Known {
  /** A directory read after the attempt: is the account enabled? Null: not read, or nobody found. */
  enabled: boolean | null;
  /** The account was last confirmed disabled, and nothing was sent since. */
  wasDisabled: boolean;
  /** May the directory be read? Then a leaver is judged by it, and whoever was skipped. */
  readable: boolean;
  /** The account was there before, or a record of the person was confirmed. */
  exists: boolean;
}

/** `otherwise`: what to say at the deadline, where rows tell more than that nothing was heard. */
export type Judgement =
  | { is: 'open'; otherwise?: Reason }
  | { is: 'applied' }
  | { is: 'unchanged' }
  | { is: 'failed'; why: Reason };

/**
 * What really happened to one person in one upload. Only a row of our job for that person, after
 * the attempt began, or a read of the directory counts; a leaver needs proof that the account is
 * disabled, nothing less. Several rows per person are normal: the newest decides (fact sheet 5.4).
 */
export function judge(sent: Sent, rows: readonly LogRow[], known: Known): Judgement {
  const newest = [...rows].sort((a, b) => a.at - b.at).at(-1);
  if (sent.leaver) return judgeLeaver(newest, rows, known);
  if (!newest) return { is: 'open' };
  const enables = sent.record['active'] !== false;
  switch (newest.status) {
    case 'success':
    case 'warning':
      return answers(newest, enables, known) ? { is: 'applied' } : { is: 'open' };
    case 'skipped':
      if (rows.some((row) => row.status === 'success' && answers(row, enables, known)))
        return { is: 'applied' };
      if (/importskipped/i.test(newest.errorCode)) return failed(newest);
      return isAsAsked(known, enables) ? { is: 'unchanged' } : leftOut;
    case 'failure':
      return failed(newest);
    default:
      return { is: 'open' };
  }
}

const leftOut: Judgement = { is: 'open', otherwise: skippedReason };

/**
 * A row that disabled is the answer to a leaver, maybe a late one, or says that somebody fell out of
 * scope; else it answers only a record that disables.
 */
function answers(row: LogRow, enables: boolean, { wasDisabled }: Known): boolean {
  return !disables(row) || !(enables || wasDisabled);
}

/** Skipped is who is out of scope, and who needs no change (fact sheet 5.5): only one has the account. */
function isAsAsked({ readable, enabled, exists }: Known, enables: boolean): boolean {
  return readable ? enabled === enables : exists;
}

function judgeLeaver(newest: LogRow | undefined, rows: readonly LogRow[], known: Known): Judgement {
  if (known.enabled === false) return { is: rows.some(disables) ? 'applied' : changedOrNot(rows) };
  if (newest?.status === 'failure') return failed(newest);
  if (newest?.action === 'stageddelete')
    return { is: 'failed', why: failureReason('StagedDelete', '') };
  return known.readable ? { is: 'open' } : judgeLeaverByRows(newest, rows, known);
}

/** Without the directory: a row that disabled, or any answer about an account known as disabled. */
function judgeLeaverByRows(
  newest: LogRow | undefined,
  rows: readonly LogRow[],
  { wasDisabled }: Known,
): Judgement {
  const settled = newest?.status === 'success' || newest?.status === 'skipped';
  if (settled && rows.some(disables)) return { is: 'applied' };
  // Had somebody enabled it meanwhile, the row would say that it was disabled again.
  if (settled && wasDisabled) return { is: newest.status === 'skipped' ? 'unchanged' : 'applied' };
  return { is: 'open' };
}

function changedOrNot(rows: readonly LogRow[]): 'applied' | 'unchanged' {
  const newest = rows.at(-1);
  return newest?.status === 'skipped' ? 'unchanged' : 'applied';
}

/** Did this row disable the account? Labels differ, so the changed property counts as well. */
export function disables(row: LogRow): boolean {
  if (row.status !== 'success' && row.status !== 'warning') return false;
  if (row.action === 'disable') return true;
  return row.modified.some(
    ({ name, to }) =>
      (/^accountenabled$/i.test(name) && /^false$/i.test(to)) ||
      (/^accountdisabled$/i.test(name) && /^true$/i.test(to)),
  );
}

function failed(row: LogRow): Judgement {
  return { is: 'failed', why: failureReason(row.errorCode, row.errorReason) };
}

/** Is this row evidence about the attempt at all? */
export function belongs(
  row: LogRow,
  attempt: { externalId: string; startedAt: number },
  jobId: string,
  skewMs: number,
  now: number,
): boolean {
  return (
    row.jobId === jobId &&
    row.externalId === attempt.externalId &&
    row.at >= attempt.startedAt - skewMs &&
    row.at <= now + skewMs
  );
}
