import type { Clock } from '../../ports/clock.js';
import type { Http, HttpAnswer, HttpFailure } from '../../ports/http.js';

export interface OauthClient {
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
}

type TokenResult = { is: 'token'; token: string } | HttpFailure;

/** Renewed this long before it ends, so that it does not end on the way. */
const MARGIN_MS = 60_000;
const DEFAULT_LIFETIME_S = 300;

/** One access token for all callers: fetched once, kept until it ends, renewed once when refused. */
export class OauthToken {
  private token: { value: string; until: number } | null = null;
  private fetching: Promise<TokenResult> | null = null;

  constructor(
    private readonly http: Http,
    private readonly client: OauthClient,
    private readonly clock: Clock,
  ) {}

  async get(): Promise<TokenResult> {
    if (this.token && this.clock.monotonic() < this.token.until) {
      return { is: 'token', token: this.token.value };
    }
    this.fetching ??= this.fetch().finally(() => (this.fetching = null));
    return this.fetching;
  }

  /** `refused` was answered 401. Where another caller has renewed it meanwhile, that one is used. */
  renew(refused: string): Promise<TokenResult> {
    if (this.token?.value === refused) this.token = null;
    return this.get();
  }

  private async fetch(): Promise<TokenResult> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: this.client.clientId,
      client_secret: this.client.clientSecret,
    });
    const answer = await this.http.send({
      method: 'POST',
      url: this.client.tokenUrl,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'application/json',
      },
      body: form.toString(),
      timeoutMs: 30_000,
    });
    // The call proper was never sent, whatever became of the token's.
    if (answer.is === 'failure') return { ...answer, maybeSent: false };
    return this.keep(answer);
  }

  private keep(answer: HttpAnswer): TokenResult {
    if (answer.status === 429 || answer.status >= 500) {
      return { is: 'failure', maybeSent: false, why: 'refused' };
    }
    const granted = answer.status === 200 ? parseGrant(answer.body) : null;
    if (!granted) return { is: 'failure', maybeSent: false, why: 'no-credentials' };
    const lifetimeMs = granted.lifetimeSeconds * 1000;
    // A short-lived token is used for half its life rather than never.
    const usableMs = Math.max(lifetimeMs - MARGIN_MS, lifetimeMs / 2);
    this.token = { value: granted.token, until: this.clock.monotonic() + usableMs };
    return { is: 'token', token: granted.token };
  }
}

function parseGrant(body: string): { token: string; lifetimeSeconds: number } | null {
  try {
    const grant = JSON.parse(body) as { access_token?: unknown; expires_in?: unknown };
    const lifetime = Number(grant.expires_in);
    return typeof grant.access_token === 'string' && grant.access_token !== ''
      ? {
          token: grant.access_token,
          lifetimeSeconds: lifetime > 0 ? lifetime : DEFAULT_LIFETIME_S,
        }
      : null;
  } catch {
    return null;
  }
}
