import type { SandboxRequest, SandboxResponse } from '../../message.js';
import { json } from '../../message.js';
import { INTEGRATION_USER, OAUTH_CLIENT_ID, OAUTH_CLIENT_SECRET } from '../constants.js';
import type { Platform } from '../platform.js';

interface Token {
  token: string;
  userName: string;
  expiresAt: number;
}

/** H10, H12: `/oauth_token.do`, client credentials. */
export function issueToken(platform: Platform, request: SandboxRequest): SandboxResponse {
  const answer = decide(platform, request);
  platform.record('token', { status: answer.status, client: clientOf(request).id });
  return answer;
}

function decide(platform: Platform, request: SandboxRequest): SandboxResponse {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) {
    return refuse('invalid_request', 'The request body must be form-urlencoded');
  }
  const grant = formOf(request).get('grant_type');
  const client = clientOf(request);
  if (client.id !== OAUTH_CLIENT_ID || client.secret !== OAUTH_CLIENT_SECRET) {
    return refuse('invalid_client', 'The client credentials are not valid');
  }
  if (grant !== 'client_credentials' || !platform.settings.auth.clientCredentials) {
    return refuse('access_denied', 'access_denied');
  }
  return grantToken(platform);
}

/** Asking again answers the token that is still valid, with what is left of its life. */
function grantToken(platform: Platform): SandboxResponse {
  const tokens = platform.state.collection<Token>('servicenow.token');
  const now = platform.clock.now();
  let token = [...tokens.values()].find(({ expiresAt }) => expiresAt > now);
  if (!token) {
    const expiresAt = now + platform.settings.auth.tokenLifetime * 1000;
    token = { token: platform.newSysId(), userName: INTEGRATION_USER, expiresAt };
    for (const { token: old } of [...tokens.values()]) tokens.delete(old);
    tokens.put(token.token, token);
  }
  const expires_in = Math.floor((token.expiresAt - now) / 1000);
  const access_token = token.token;
  return json(200, { access_token, scope: 'useraccount', token_type: 'Bearer', expires_in });
}

export function userOfToken(platform: Platform, token: string): string | undefined {
  const found = platform.state.collection<Token>('servicenow.token').get(token);
  return found && found.expiresAt > platform.clock.now() ? found.userName : undefined;
}

function refuse(error: string, error_description: string): SandboxResponse {
  return json(401, { error, error_description });
}

const formOf = (request: SandboxRequest): URLSearchParams =>
  new URLSearchParams(request.body.toString('utf8'));

/** In the form, or else as basic credentials (RFC 6749 section 2.3.1). */
function clientOf(request: SandboxRequest): { id: string; secret: string } {
  const form = formOf(request);
  const id = form.get('client_id');
  if (id !== null) return { id, secret: form.get('client_secret') ?? '' };
  const basic = /^Basic (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
  const [user = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decoded(user), secret: decoded(secret.join(':')) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
