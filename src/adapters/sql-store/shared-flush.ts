import { sql, type Kysely } from 'kysely';
import type { Database } from '../../ports/schema.js';

/**
 * Puts on disk, and on a synchronous standby, what was committed before. The log is written in
 * order, so one synchronous commit covers all before it, and everybody who waits shares the next.
 */
export class SharedFlush {
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | null = null;

  constructor(private readonly db: Kysely<Database>) {}

  /** Resolves once everything committed until now is durable. */
  flushed(): Promise<void> {
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        this.running = this.flush();
        return this.running;
      });
    return this.next;
  }

  /** A message nobody reads is the smallest thing whose commit waits for the log. */
  private async flush(): Promise<void> {
    await sql`
      select pg_logical_emit_message(true, 'jml-bridge', ''),
        case when current_setting('synchronous_commit') = 'off'
          then set_config('synchronous_commit', 'on', true) end`.execute(this.db);
  }
}
