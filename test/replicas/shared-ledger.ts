import pg from 'pg';
import { migratePostgres } from '../../src/adapters/sql-store/postgres-store.js';
import { DECIDED, LAST_AUDIT, OPEN, type OpenWork } from '../kill-loop/open-work.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { TURNABLE } from './database-time.js';
import { LANE_TRAIL, type LaneTrail } from './lane-trail.js';

const OPEN_NOW = OPEN.replaceAll(':now', '$1::bigint');

/** The database the replicas share, as the drill looks into it; its time can be turned. */
export class SharedLedger {
  private constructor(
    private readonly database: TestDatabase,
    private readonly pool: pg.Pool,
  ) {
    // Whoever ends all connections ends these, too; the next question opens another.
    pool.on('error', () => undefined);
  }

  static async open(database?: TestDatabase): Promise<SharedLedger> {
    const place = database ?? (await testDatabase());
    await migratePostgres(place.url, 'migrate');
    const connectionString = withName(place.url, 'drill');
    const ledger = new SharedLedger(place, new pg.Pool({ connectionString, max: 3 }));
    await ledger.ask(TURNABLE);
    await ledger.ask(LANE_TRAIL);
    return ledger;
  }

  /** As a replica of that name has it. */
  urlFor(replica: string, through = this.database.url): string {
    return withName(through, replica);
  }

  get url(): string {
    return this.database.url;
  }

  async ask<Row extends object>(query: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>(query, values);
    return rows;
  }

  /** Null while the database does not answer. */
  async open(now: number): Promise<OpenWork | null> {
    try {
      const rows = await this.ask<{ row: string }>(OPEN_NOW, [now]);
      const [last] = await this.ask<{ seq: string }>(LAST_AUDIT);
      const decided = await this.ask<{ ref: string }>(DECIDED);
      const open = rows.map(({ row }) => row);
      const mark = `${String(last?.seq)} ${open.join(', ')}`;
      return { rows: open, mark, decided: new Set(decided.map(({ ref }) => ref)) };
    } catch {
      return null;
    }
  }

  /** Who holds the lane as the ledger has it, by process id. */
  async holder(): Promise<{ pid: number; fence: number; until: number } | null> {
    const [row] = await this.ask<{ holder: string; fence: string; until: string }>(
      `select holder, fence, until from lease where name like 'target:%'`,
    ).catch(() => []);
    if (!row) return null;
    return { pid: pidOf(row.holder), fence: Number(row.fence), until: Number(row.until) };
  }

  /** How many were written down, whether they were sent or not. */
  async calls(): Promise<number> {
    const [row] = await this.ask<{ calls: string }>('select count(*) as calls from upload');
    return Number(row?.calls);
  }

  async laneTrail(): Promise<LaneTrail> {
    const taken = await this.ask<Record<string, string>>('select * from drill.taken order by seq');
    const claims = await this.ask<Record<string, string>>('select * from drill.claim order by seq');
    return {
      taken: taken.map((row) => ({
        ...{ at: Number(row['at']), fence: Number(row['fence']) },
        ...{ pid: pidOf(String(row['holder'])), heldUntil: Number(row['held_until']) },
      })),
      claims: claims.map((row) => ({
        ...{ upload: String(row['upload']), by: String(row['by']), fence: Number(row['fence']) },
        pid: pidOf(String(row['holder'])),
      })),
    };
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.database.drop();
  }
}

/** A replica's name in the ledger is its host, its process and chance. */
function pidOf(holder: string): number {
  return Number(/-(\d+)-[0-9a-f]{8}$/.exec(holder)?.[1]);
}

function withName(url: string, name: string): string {
  const named = new URL(url);
  named.searchParams.set('application_name', name);
  return named.href;
}
