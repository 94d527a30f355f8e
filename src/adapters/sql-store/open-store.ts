import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../ports/store.js';
import type { MigrateMode } from './migrate.js';
import { migratePostgres, openPostgresStore, placeOf } from './postgres-store.js';
import { migrateSqlite, openSqliteStore, type SqliteOptions } from './sqlite-store.js';

/** Where the ledger is: in a database several replicas share, or in a file of this process. */
export interface StorePlace {
  dataDir: string;
  databaseUrl?: string | undefined;
}

export function openStore(
  place: StorePlace,
  options: SqliteOptions & { mode: MigrateMode },
): Promise<Store> {
  if (place.databaseUrl) return openPostgresStore(place.databaseUrl, options.mode);
  return openSqliteStore(fileOf(place), options);
}

/** Brings the tables up to date and does nothing else; returns the migrations that were run. */
export function migrateTables(place: StorePlace): Promise<string[]> {
  if (place.databaseUrl) return migratePostgres(place.databaseUrl, 'migrate');
  mkdirSync(place.dataDir, { recursive: true, mode: 0o700 });
  return migrateSqlite(fileOf(place));
}

/** For people to read; without user and password. */
export function describePlace(place: StorePlace): string {
  return place.databaseUrl ? placeOf(place.databaseUrl) : fileOf(place);
}

export function fileOf({ dataDir }: Pick<StorePlace, 'dataDir'>): string {
  return join(dataDir, 'bridge.sqlite');
}
