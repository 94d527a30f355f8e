import { Webhook } from 'standardwebhooks';
import type { ConnectionAuth } from '../../domain/settings.js';
import type { Clock } from '../../ports/clock.js';
import type { Http, HttpAnswer, HttpFailure, HttpRequest } from '../../ports/http.js';
import type { Random } from '../../ports/random.js';
import { OauthToken } from './oauth-token.js';

export interface ConnectionHttpOptions {
  auth: ConnectionAuth;
  /** Where OAuth client credentials are exchanged for a token; needed for that kind only. */
  tokenUrl?: string;
  clock: Clock;
  random: Random;
}

/** Adds a connection's credentials to every request that goes through. */
export function connectionHttp(http: Http, options: ConnectionHttpOptions): Http {
  const { auth } = options;
  if (auth.kind === 'oauth-client-credentials') {
    if (!options.tokenUrl) throw new Error('OAuth client credentials need a token address');
    const { clientId, clientSecret } = auth;
    const client = { tokenUrl: options.tokenUrl, clientId, clientSecret };
    return withToken(http, new OauthToken(http, client, options.clock));
  }
  return { send: (request) => http.send(add(request, credentials(request, auth, options))) };
}

function credentials(
  request: HttpRequest,
  auth: Exclude<ConnectionAuth, { kind: 'oauth-client-credentials' }>,
  { clock, random }: ConnectionHttpOptions,
): Record<string, string> {
  switch (auth.kind) {
    case 'none':
      return {};
    case 'basic':
      return { Authorization: `Basic ${base64(`${auth.user}:${auth.password}`)}` };
    case 'bearer':
      return { Authorization: `Bearer ${auth.token}` };
    case 'header':
      return { [auth.header]: auth.token };
    case 'standard-webhooks':
      return signature(request, auth.secret, `msg_${random.uuid()}`, clock.now());
  }
}

/** Signs as the Standard Webhooks specification says: id, seconds, body. */
function signature(
  request: HttpRequest,
  secret: string,
  id: string,
  now: number,
): Record<string, string> {
  const at = new Date(now);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, request.body ?? ''),
  };
}

function withToken(http: Http, tokens: OauthToken): Http {
  const sendWith = (request: HttpRequest, token: string) =>
    http.send(add(request, { Authorization: `Bearer ${token}` }));
  return {
    async send(request): Promise<HttpAnswer | HttpFailure> {
      const first = await tokens.get();
      if (first.is === 'failure') return first;
      const answer = await sendWith(request, first.token);
      if (answer.is === 'failure' || answer.status !== 401) return answer;
      const second = await tokens.renew(first.token);
      return second.is === 'failure' ? second : sendWith(request, second.token);
    },
  };
}

function add(request: HttpRequest, headers: Record<string, string>): HttpRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
