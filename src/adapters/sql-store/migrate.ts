import { Migrator, type Kysely, type Migration, type MigrationResultSet } from 'kysely';
import { noFaults, type Faults } from '../../ports/faults.js';
import type { Database } from '../../ports/schema.js';
import { migrationsFor, type Engine } from './migrations.js';
import { meaningOf } from './postgres-errors.js';

/** Replicas at work lock rows of several tables, in another order than tables are changed in. */
const MOST_TRIES = 20;

export interface MigrateOptions {
  schema?: string | undefined;
  faults?: Faults;
  /** Other than this release's own. */
  migrations?: Record<string, Migration>;
}

/** `migrate` brings older tables up to date; `check` refuses them, for those who separate duties. */
export type MigrateMode = 'migrate' | 'check';

/** The tables are older than the code, and this process is not to change that. */
export class TablesOutdatedError extends Error {
  override readonly name = 'TablesOutdatedError';
}

/**
 * Makes sure that the tables fit the code. Newer tables fit: a migration only adds, and what it
 * makes superfluous goes with a later release. Returns the names of the migrations that were run.
 */
export async function migrateStore(
  db: Kysely<Database>,
  engine: Engine,
  mode: MigrateMode,
  { schema, faults = noFaults, migrations = migrationsFor(engine, faults) }: MigrateOptions = {},
): Promise<string[]> {
  const missing = await missingMigrations(db, Object.keys(migrations), schema);
  if (missing.length === 0) return [];
  if (mode === 'check') throw outdated(missing);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    // Kysely looks for its own tables in every schema unless it is told where they are.
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error, results } = await runUndisturbed(migrator);
  if (mayNot(error)) throw outdated(missing);
  if (error) throw new Error('the store could not be brought up to date', { cause: error });
  return (results ?? []).map(({ migrationName }) => migrationName);
}

/** All migrations are one transaction; where the engine undid it for the sake of another, it runs again. */
async function runUndisturbed(migrator: Migrator): Promise<MigrationResultSet> {
  for (let tries = 1; ; tries++) {
    const result = await migrator.migrateToLatest();
    if (meaningOf(result.error) !== 'again' || tries === MOST_TRIES) return result;
  }
}

function outdated(missing: string[]): TablesOutdatedError {
  return new TablesOutdatedError(
    `The store's tables are older than this version: ${missing.join(', ')} still to be run. ` +
      'Run `jml-bridge migrate` with a login that may change tables, then start again.',
  );
}

/** insufficient_privilege: the login serves, and another one owns the tables. */
function mayNot(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === '42501';
}

async function missingMigrations(
  db: Kysely<Database>,
  names: string[],
  schema: string | undefined,
): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const own = tables.filter((table) => schema === undefined || table.schema === schema);
  if (!own.some((table) => table.name === 'kysely_migration')) return names;
  const done = await (db as Kysely<never> as Kysely<{ kysely_migration: { name: string } }>)
    .selectFrom('kysely_migration')
    .select('name')
    .execute();
  return names.filter((name) => !done.some((row) => row.name === name));
}
