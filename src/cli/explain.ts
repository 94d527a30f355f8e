import { TablesOutdatedError } from '../adapters/sql-store/migrate.js';
import { MoveError } from '../adapters/sql-store/move-store.js';
import { LedgerInUseError } from '../adapters/sql-store/own-ledger.js';
import { DatabaseUnusableError } from '../adapters/sql-store/postgres-store.js';
import { ConfigError } from '../config/index.js';
import { TemplateError } from '../mapping/template.js';
import { BackupError } from './backup.js';
import { ExampleError } from './example.js';

const TOLD = [
  ...[BackupError, DatabaseUnusableError, ExampleError, LedgerInUseError],
  ...[MoveError, TablesOutdatedError],
];

/** What a person can mend, in words; of a bug, where it happened. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof TemplateError) {
    return error.problems.join('\n');
  }
  if (TOLD.some((kind) => error instanceof kind)) return (error as Error).message;
  return explainSystem(error as NodeJS.ErrnoException) ?? String((error as Error).stack);
}

interface ListenError extends NodeJS.ErrnoException {
  address?: string;
  port?: number;
}

/** What the operating system refused; null where it refused nothing. */
function explainSystem(error: NodeJS.ErrnoException): string | null {
  if (error.syscall === 'listen') return explainListen(error);
  return error.syscall && error.path ? error.message : null;
}

function explainListen({ code, address, port, message }: ListenError): string {
  const place = `Port ${port} of ${address}`;
  const next = 'set another one (PORT, or SANDBOX_PORT for the sandbox).';
  if (code === 'EADDRINUSE') return `${place} is taken by another program: stop that, or ${next}`;
  if (code === 'EACCES') return `${place} may not be opened by this user: ${next}`;
  return message;
}
