import type { Platform } from '../platform.js';
import { recordWebhook } from './compose.js';
import type { Outbox, Outgoing } from './outbox.js';

export type SendResult =
  { status: number; headers?: Record<string, string>; body?: string } | { failed: string };

/** Does the HTTP; tells of a connection that failed instead of throwing. */
export type SendWebhook = (
  url: string,
  headers: Record<string, string>,
  body: string,
) => Promise<SendResult>;

/** Outbound connections to one host (O2). */
const CONNECTIONS = 4;

/** Sends what is due, each once, and comes back when nothing due is left. */
export class Deliverer {
  private readonly open = new Set<Promise<void>>();

  constructor(
    private readonly platform: Platform,
    private readonly outbox: Outbox,
    private readonly send: SendWebhook,
  ) {}

  /** One call that hangs holds up only itself. */
  async deliver(): Promise<void> {
    this.fill();
    while (this.open.size > 0) await Promise.all(this.open);
  }

  private fill(): void {
    while (this.open.size < CONNECTIONS) {
      const call = this.take();
      if (!call) return;
      const work = this.dispatch(call).finally(() => {
        this.open.delete(work);
        this.fill();
      });
      this.open.add(work);
    }
  }

  private async dispatch(call: Outgoing): Promise<void> {
    const result = await this.post(call);
    const status = 'status' in result ? result.status : result.failed;
    recordWebhook(this.platform, call, status);
    this.retry(call, result);
  }

  private take(): Outgoing | undefined {
    return this.outbox.take(this.platform.clock.now());
  }

  private async post(call: Outgoing): Promise<SendResult> {
    const { webhook } = this.platform.settings;
    if (webhook.auth !== 'oauth') return this.send(call.url, call.headers, call.body);
    const token = await this.token();
    if ('failed' in token) return token;
    const headers = { ...call.headers, authorization: `Bearer ${token.token}` };
    return this.send(call.url, headers, call.body);
  }

  private async token(): Promise<{ token: string } | { failed: string }> {
    const { tokenUrl, clientId, clientSecret } = this.platform.settings.webhook.oauth;
    const form = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
    });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await this.send(tokenUrl, type, form.toString());
    const body = 'status' in answer && answer.status === 200 ? (answer.body ?? '') : '';
    const token = /"access_token"\s*:\s*"([^"]+)"/.exec(body)?.[1];
    return token ? { token } : { failed: 'no token' };
  }

  /** O3: only a REST step with a retry policy tries again, and its count is 0 by default. */
  private retry(call: Outgoing, result: SendResult): void {
    const { count, intervalMs, honorRetryAfter } = this.platform.settings.webhook.retry;
    const failed = 'failed' in result || result.status === 429 || result.status >= 500;
    if (!failed || call.attempts >= count) return;
    const after = 'headers' in result ? Number(result.headers?.['retry-after']) : NaN;
    const waits = honorRetryAfter && after > 0 ? after * 1000 : intervalMs;
    const dueAt = this.platform.clock.now() + waits;
    this.outbox.add({ ...call, dueAt, attempts: call.attempts + 1 });
  }
}
