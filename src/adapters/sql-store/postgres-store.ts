import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { Kysely, sql } from 'kysely';
import type pg from 'pg';
import type { Database } from '../../ports/schema.js';
import type { Store } from '../../ports/store.js';
import { migrateStore, type MigrateMode } from './migrate.js';
import { SharedDialect } from './postgres-dialect.js';
import { meaningOf, sqlState } from './postgres-errors.js';
import { PostgresNudges } from './postgres-nudges.js';
import { kyselyPool, openPool, type PoolOptions } from './postgres-pool.js';
import { PostgresWriter } from './postgres-writer.js';

/** The database of the URL cannot be used as it stands; says why, without the password. */
export class DatabaseUnusableError extends Error {
  override readonly name = 'DatabaseUnusableError';
}

/** Opens the store that several replicas share. Its tables are made or checked before it is used. */
export async function openPostgresStore(
  url: string,
  mode: MigrateMode = 'migrate',
  options: PoolOptions = {},
): Promise<Store> {
  await migratePostgres(url, mode);
  const pool = openPool(url, options);
  const db = new Kysely<Database>({ dialect: dialectOf(pool) });
  const writer = new PostgresWriter(db);
  const nudges = new PostgresNudges(url, pool);
  return {
    read: db,
    replica: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    shared: true,
    nudges,
    write: (work) => writer.write(work),
    async close() {
      await nudges.close();
      await writer.idle();
      await db.destroy();
      // Where only nudges were sent, Kysely knows of no pool to end.
      if (!pool.ending) await pool.end();
    },
  };
}

/** Brings the tables up to date; only one of several that try at once does it. */
export async function migratePostgres(url: string, mode: MigrateMode): Promise<string[]> {
  const pool = openPool(url, { patient: true, most: 3 });
  const db = new Kysely<Database>({ dialect: dialectOf(pool) });
  try {
    const schema = await schemaOf(db, url);
    return await migrateStore(db, 'postgres', mode, { schema });
  } finally {
    await db.destroy();
  }
}

function dialectOf(pool: pg.Pool) {
  return new SharedDialect({ pool: kyselyPool(pool) });
}

async function schemaOf(db: Kysely<Database>, url: string): Promise<string> {
  try {
    const { rows } = await sql<{
      schema: string | null;
    }>`select current_schema() as schema`.execute(db);
    const schema = rows[0]?.schema;
    if (schema) return schema;
  } catch (cause) {
    throw new DatabaseUnusableError(`${placeOf(url)}: ${whyNot(cause)}`, { cause });
  }
  throw new DatabaseUnusableError(`${placeOf(url)}: none of the schemas in its search_path exists`);
}

function whyNot(error: unknown): string {
  const state = sqlState(error);
  if (state === '3D000') return 'there is no such database';
  if (state?.startsWith('28')) return 'the user or the password is not accepted';
  const { code, message } = error as NodeJS.ErrnoException;
  if (meaningOf(error) === 'unavailable') return `cannot be reached (${code ?? message})`;
  return message;
}

/** Host, port and database of a URL: what may be shown. */
export function placeOf(url: string): string {
  const { hostname: host, port, pathname } = new URL(url);
  return `PostgreSQL at ${host || 'its local socket'}:${port || '5432'}${pathname}`;
}
