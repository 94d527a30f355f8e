import { describePlace, migrateTables } from '../adapters/sql-store/open-store.js';
import type { Config } from '../config/index.js';

/** Brings the tables up to date without starting anything, for a login that may change them. */
export async function migrate(config: Config): Promise<string> {
  const done = await migrateTables(config);
  const place = describePlace(config);
  return done.length === 0 ? `${place}: up to date` : `${place}: ran ${done.join(', ')}`;
}
