import { askServer } from './database-server.js';

export * from './database-server.js';

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

async function findPostgres(): Promise<string | null> {
  try {
    return await askServer();
  } catch (cause) {
    if (process.env['REQUIRE_POSTGRES'])
      throw new Error('REQUIRE_POSTGRES is set, but no PostgreSQL answers', { cause });
    return null;
  }
}
