import { json, type SandboxRequest, type SandboxResponse } from '../../message.js';
import { CLIENT_ID, TENANT_ID } from '../identities.js';
import type { EntraWorld } from '../world.js';
import { issueToken } from './access-token.js';
import { assertionProblem } from './assertion.js';
import { tokenError, type TokenProblem } from './token-error.js';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** `POST /{tenant}/oauth2/v2.0/token`: client credentials [CC]. */
export function tokenEndpoint(
  world: EntraWorld,
  request: SandboxRequest,
  tenant: string,
  baseUrl: string,
): SandboxResponse {
  const form = new URLSearchParams(request.body.toString('utf8'));
  addBasic(form, request.headers['authorization']);
  const authority = `${baseUrl}/${tenant}`;
  const problem = problemOf(world, form, tenant, authority);
  world.note('token', { granted: problem === null, ...(problem ? { problem } : {}) });
  if (problem) return tokenError(world, problem);
  const audience = form.get('scope')!.replace(/\/\.default$/, '');
  const expiresIn = world.settings.tokenLifetimeSeconds;
  return json(
    200,
    {
      ...{ token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: expiresIn },
      access_token: issueToken(world, audience, `${authority}/v2.0`),
    },
    { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
  );
}

/** RFC 6749 section 2.3.1: both parts are form-encoded. */
function addBasic(form: URLSearchParams, authorization: string | undefined): void {
  const credentials = /^Basic +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!credentials) return;
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const [id = '', secret = ''] = text.split(/:(.*)/s);
  const plain = new URLSearchParams(`id=${id}&secret=${secret}`);
  if (!form.has('client_id')) form.set('client_id', plain.get('id') ?? '');
  form.set('client_secret', plain.get('secret') ?? '');
}

function problemOf(
  world: EntraWorld,
  form: URLSearchParams,
  tenant: string,
  authority: string,
): TokenProblem | null {
  if (tenant.toLowerCase() !== TENANT_ID) return 'unknownTenant';
  if (!form.get('grant_type') || !form.get('client_id')) return 'badRequest';
  if (form.get('grant_type') !== 'client_credentials') return 'badGrant';
  if (!/^\S+\/\.default$/.test(form.get('scope') ?? '')) return 'badScope';
  if (form.get('client_id')!.toLowerCase() !== CLIENT_ID) return 'unknownApp';
  const assertion = form.get('client_assertion');
  if (assertion === null) return secretProblem(world, form.get('client_secret'));
  if (form.get('client_assertion_type') !== JWT_BEARER) return 'badRequest';
  return assertionProblem(world, assertion, [
    `${authority}/oauth2/v2.0/token`,
    `${authority}/v2.0`,
  ]);
}

function secretProblem({ settings }: EntraWorld, secret: string | null): TokenProblem | null {
  if (!secret) return 'noCredential';
  if (settings.expiredSecrets.includes(secret)) return 'expiredSecret';
  return settings.secrets.includes(secret) ? null : 'wrongSecret';
}
