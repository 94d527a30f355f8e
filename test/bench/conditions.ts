import { cpus, loadavg, totalmem } from 'node:os';
import pg from 'pg';
import { askServer } from '../support/database-server.js';

/** The server to measure on; ends the process where none answers. */
export async function demandPostgres(): Promise<string> {
  try {
    return await askServer();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.error(`This needs PostgreSQL, and none answers: set TEST_DATABASE_URL (${why}).`);
    process.exit(2);
  }
}

/** What the figures were measured on, for people who compare theirs. */
export async function conditions(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  const version = rows[0]?.server_version.split(' ')[0];
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]?.toFixed(1);
  return `${cpus().length} cores, ${memory} GiB, Node ${process.versions.node}, PostgreSQL ${version}, load of the machine before: ${load}`;
}
