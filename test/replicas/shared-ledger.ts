import pg from 'pg';
import { OPEN, type OpenWork } from '../kill-loop/open-work.js';

/** A look from outside into the ledger that the replicas share. */
export class SharedLedger {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly client: pg.Client) {}

  static async look(url: string): Promise<SharedLedger> {
    const client = new pg.Client({ connectionString: url, application_name: 'onlooker' });
    client.on('error', () => undefined);
    await client.connect();
    return new SharedLedger(client);
  }

  async openWork(now: number): Promise<OpenWork> {
    const open = await this.rows<{ row: string }>(OPEN.replaceAll(':now', '$1'), [now]);
    const [last] = await this.rows<{ seq: string }>('select max(seq) as seq from audit');
    const decided = await this.rows<{ ref: string }>(
      "select ref from ticket where state not in ('received', 'waiting-approval')",
    );
    const rows = open.map(({ row }) => row);
    return {
      rows,
      mark: `${last?.seq ?? ''} ${rows.join(', ')}`,
      decided: new Set(decided.map(({ ref }) => ref)),
    };
  }

  /** Process id of whoever has the lane, by an unexpired lease. */
  async laneHolder(now: number): Promise<number | null> {
    const [lease] = await this.rows<{ holder: string }>(
      "select holder from lease where name like 'target:%' and until > $1",
      [now],
    );
    return lease ? Number(/-(\d+)-[0-9a-f]{8}$/.exec(lease.holder)?.[1]) : null;
  }

  /** Breaks every connection to this database but the onlooker's. */
  async breakConnections(): Promise<number> {
    const broken = await this.rows(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'jml-bridge'`,
    );
    return broken.length;
  }

  /** One after the other, as a connection takes them. */
  rows<Row>(statement: string, values: unknown[] = []): Promise<Row[]> {
    const answer = this.last.then(() => this.client.query(statement, values));
    this.last = answer.catch(() => undefined);
    return answer.then(({ rows }) => rows as Row[]);
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
