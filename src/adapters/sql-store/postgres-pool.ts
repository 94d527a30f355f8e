import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { isBrokenConnection } from './postgres-errors.js';

/** Milliseconds. The server's limits end what hangs there; the driver's own, what hangs on the way. */
const LIMITS = {
  connectionTimeoutMillis: 5_000,
  lock_timeout: 5_000,
  statement_timeout: 15_000,
  // Less than a lease: a replica that stands still in a transaction has the lane's row locked, or the
  // end of the audit trail, and nobody could take over, or write, before the server ends it. What it
  // has waiting for the same row gets it then, and holds it as long again; `lock_timeout` ends that.
  idle_in_transaction_session_timeout: 2_000,
};
const NO_LIMITS = { connectionTimeoutMillis: 5_000 };

const INT8: number = pg.types.builtins.INT8;

export interface PoolOptions {
  /** For changing tables, which may take its time. */
  patient?: boolean;
  most?: number;
}

/**
 * Connections to the database of a URL. What the URL says (`sslmode`, a time limit) wins over the
 * values here.
 */
export function openPool(url: string, { patient = false, most = 10 }: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'jml-bridge',
    max: most,
    keepAlive: true,
    idleTimeoutMillis: 30_000,
    ...(patient ? NO_LIMITS : LIMITS),
    types: { getTypeParser: (oid, format) => parserOf(oid, format) },
  });
  // A connection that breaks while nobody asks anything of it would end the process otherwise; who
  // has it in hand learns of it with the next query.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Instants and counts are numbers in the ledger; they stay far below 2^53. */
function parserOf(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8 && format !== 'binary') return Number;
  return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
}

/** The pool as Kysely wants it. A connection that broke is not handed out again. */
export function kyselyPool(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => guarded(await pool.connect()),
    end: () => pool.end(),
  };
}

function guarded(client: pg.PoolClient): PostgresPoolClient {
  let broken: Error | undefined;
  const query = async (text: string, parameters: readonly unknown[]) => {
    // After a time-out the old answer may still come; another query would wait behind it.
    if (broken) throw broken;
    try {
      const result = await client.query(text, parameters.map(storable));
      if (text === 'commit' && result.command !== 'COMMIT') {
        throw new Error('an error inside the transaction was swallowed, so it was rolled back');
      }
      return result;
    } catch (error) {
      if (isBrokenConnection(error)) broken = error as Error;
      throw error;
    }
  };
  return {
    query: query as unknown as PostgresPoolClient['query'],
    release: () => client.release(broken),
  };
}

/** PostgreSQL's text cannot hold the NUL character; what a sender put there is not worth a refusal. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0')
    ? value.replaceAll('\0', '\uFFFD')
    : value;
}
