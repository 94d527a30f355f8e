import { randomUUID } from 'node:crypto';
import pg from 'pg';

const ADMIN_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export interface TestDatabase {
  url: string;
  /** Also ends whoever is connected. */
  drop(): Promise<void>;
}

/** `TEST_DATABASE_URL`, else the server on this machine; throws where none answers. */
export async function askServer(): Promise<string> {
  await administer('SELECT 1');
  return ADMIN_URL;
}

/** A database of its own: empty, or a copy of another one, to which nobody may be connected. */
export async function testDatabase(like?: TestDatabase): Promise<TestDatabase> {
  const name = newName();
  const from = like ? ` TEMPLATE ${new URL(like.url).pathname.slice(1)}` : '';
  await administer(`CREATE DATABASE ${name}${from}`);
  return { url: inDatabase(name), drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** An empty schema of its own: quicker to make than a database. */
export async function testSchema(): Promise<TestDatabase> {
  const name = newName();
  await administer(`CREATE SCHEMA ${name}`);
  const url = new URL(ADMIN_URL);
  url.searchParams.set('options', `-c search_path=${name}`);
  return { url: url.href, drop: () => administer(`DROP SCHEMA ${name} CASCADE`) };
}

function newName(): string {
  return `jml_test_${randomUUID().replaceAll('-', '')}`;
}

function inDatabase(name: string): string {
  const url = new URL(ADMIN_URL);
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: ADMIN_URL, connectionTimeoutMillis: 3_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
