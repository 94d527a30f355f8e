/** What a failure of PostgreSQL means for a transaction. */
export type Meaning =
  /** The engine undid it and asks for another run from its start. */
  | 'again'
  /** The engine could not be reached, or takes no writes. */
  | 'unavailable'
  /** A bug, or a row that does not fit. */
  | 'broken';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const AGAIN = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available: lock_timeout
  // unique_violation: another writer was quicker between our look and our insert, and the next run
  // sees what it wrote. What is wrong in itself fails every run.
  '23505',
]);

const UNAVAILABLE = new Set([
  '25006', // read_only_sql_transaction: a standby, or one being promoted
  '57014', // query_canceled: statement_timeout
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P05', // idle_session_timeout
  '25P03', // idle_in_transaction_session_timeout
  '58030', // io_error
]);
/** connection exception, insufficient resources (53100: disk full), invalid authorization. */
const UNAVAILABLE_CLASSES = new Set(['08', '53', '28']);

export function meaningOf(error: unknown): Meaning {
  const code = sqlState(error);
  if (code === null) return isBrokenConnection(error) ? 'unavailable' : 'broken';
  if (AGAIN.has(code)) return 'again';
  const unavailable = UNAVAILABLE.has(code) || UNAVAILABLE_CLASSES.has(code.slice(0, 2));
  return unavailable ? 'unavailable' : 'broken';
}

/** Five characters where the server answered at all; null where it did not. */
export function sqlState(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  // No class begins with E; EPIPE and its like are the system's.
  return typeof code === 'string' && /^(?!E)[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** The driver names no type for these; a system error has a code, the rest is told by its words. */
const BROKEN =
  /connection terminated|connection ended|client has encountered a connection error|read timeout|timeout exceeded when trying to connect|client was closed|server does not support ssl|pool after calling end/i;

export function isBrokenConnection(error: unknown): boolean {
  if (sqlState(error) !== null) return false;
  const { code, syscall, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  return syscall !== undefined || /^E[A-Z]+$/.test(code ?? '') || BROKEN.test(message ?? '');
}

/** The commit itself got no answer, so nobody knows yet whether it took place. */
export function leavesCommitOpen(error: unknown): boolean {
  // An administrator's shutdown may strike after the commit was written.
  return isBrokenConnection(error) || /^(57P0[123]|08)/.test(sqlState(error) ?? '');
}
