import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import pg from 'pg';

const ADMIN_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

// A server on a busy disk may take seconds for what a table in memory does at once.
jest.setTimeout(60_000);

/**
 * The server tests may make databases on: `TEST_DATABASE_URL`, else the one on this machine. Null
 * where none answers; `REQUIRE_POSTGRES=1` makes that a failure, so that tests cannot be left out
 * unnoticed.
 */
export const postgresUrl: string | null = await findPostgres();

/** `describe` on PostgreSQL, or a skipped one that says why. */
export const describePostgres = (name: string, body: () => void) =>
  postgresUrl === null
    ? describe.skip(`${name} (no PostgreSQL: set TEST_DATABASE_URL)`, body)
    : describe(name, body);

export interface TestDatabase {
  url: string;
  /** Also ends whoever is connected. */
  drop(): Promise<void>;
}

/** An empty database of its own. */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `jml_test_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE DATABASE ${name}`);
  return { url: inDatabase(name), drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** An empty schema of its own: quicker to make than a database. */
export async function testSchema(): Promise<TestDatabase> {
  const name = `jml_test_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE SCHEMA ${name}`);
  const url = new URL(adminUrl());
  url.searchParams.set('options', `-c search_path=${name}`);
  return { url: url.href, drop: () => administer(`DROP SCHEMA ${name} CASCADE`) };
}

function inDatabase(name: string): string {
  const url = new URL(adminUrl());
  url.pathname = `/${name}`;
  return url.href;
}

function adminUrl(): string {
  if (postgresUrl === null) throw new Error('no PostgreSQL: set TEST_DATABASE_URL');
  return postgresUrl;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl() });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function findPostgres(): Promise<string | null> {
  const client = new pg.Client({ connectionString: ADMIN_URL, connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    await client.end();
    return ADMIN_URL;
  } catch (cause) {
    if (process.env['REQUIRE_POSTGRES'])
      throw new Error('REQUIRE_POSTGRES is set, but no PostgreSQL answers', { cause });
    return null;
  }
}
