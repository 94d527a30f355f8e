import pg from 'pg';
import type { Nudges } from '../../ports/store.js';

const CHANNEL = 'jml_bridge';
/** At most one nudge in this time: whoever is awake sees everything there is. */
const QUIET_MS = 50;
const RECONNECT_MS = 5_000;

/**
 * NOTIFY after something was committed, LISTEN on a connection of its own. Nothing depends on it:
 * where a nudge is lost, or the connection, the others look when their rest is over.
 */
export class PostgresNudges implements Nudges {
  private listener: (() => void) | undefined;
  private client: pg.Client | undefined;
  private sending: NodeJS.Timeout | undefined;
  private reconnecting: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly pool: pg.Pool,
  ) {}

  send(): void {
    this.sending ??= setTimeout(() => {
      this.sending = undefined;
      this.pool.query(`NOTIFY ${CHANNEL}`).catch(() => undefined);
    }, QUIET_MS).unref();
  }

  hear(listener: () => void): void {
    const first = !this.listener;
    this.listener = listener;
    if (first) void this.connect();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.sending);
    clearTimeout(this.reconnecting);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    if (this.closed) return;
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'jml-bridge nudges',
      connectionTimeoutMillis: RECONNECT_MS,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', () => this.listener?.());
    client.on('error', () => undefined);
    client.on('end', () => this.connectLater(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch {
      await client.end().catch(() => undefined);
      this.connectLater(client);
    }
  }

  private connectLater(client: pg.Client): void {
    if (this.closed || this.client !== client) return;
    this.client = undefined;
    this.reconnecting = setTimeout(() => void this.connect(), RECONNECT_MS).unref();
  }
}
