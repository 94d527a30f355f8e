import type { Reason } from '../domain/reason.js';
import type { PersonRecord } from '../domain/record.js';
import type { LogRow } from '../ports/entra.js';
import { failureReason } from './reasons.js';

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
  /** May the directory be read? Then a leaver is judged by it. */
  readable: boolean;
}

export type Judgement =
  { is: 'open' } | { is: 'applied' | 'unchanged' } | { is: 'failed'; why: Reason };

/**
 * What really happened to one person in one upload. Only a row of our job for that person, after
 * the attempt began, or a read of the directory counts; a leaver needs proof that the account is
 * disabled, nothing less. Several rows per person are normal: the newest decides (fact sheet 5.4).
 */
export function judge(sent: Sent, rows: readonly LogRow[], known: Known): Judgement {
  const newest = [...rows].sort((a, b) => a.at - b.at).at(-1);
  if (sent.leaver) return judgeLeaver(newest, rows, known);
  if (!newest) return { is: 'open' };
  switch (newest.status) {
    case 'success':
    case 'warning':
      return { is: 'applied' };
    case 'skipped':
      if (rows.some((row) => row.status === 'success')) return { is: 'applied' };
      return /importskipped/i.test(newest.errorCode) ? failed(newest) : { is: 'unchanged' };
    case 'failure':
      return failed(newest);
    default:
      return { is: 'open' };
  }
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
