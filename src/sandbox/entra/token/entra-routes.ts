import { json, type SandboxRequest, type SandboxResponse } from '../../message.js';
import { openidConfiguration } from './openid-configuration.js';
import { tokenEndpoint } from './token-endpoint.js';
import type { EntraWorld } from '../world.js';

const CONFIGURATION = /^\/([^/]+)\/(?:oauth2\/)?v2\.0\/\.well-known\/openid-configuration$/i;
const TOKEN = /^\/([^/]+)\/oauth2\/v2\.0\/token$/i;
const KEYS = /^\/([^/]+)\/discovery\/v2\.0\/keys$/i;

/** Paths below `/entra`. */
export function entraRoutes(
  world: EntraWorld,
  request: SandboxRequest,
  baseUrl: string,
): SandboxResponse {
  const tenant = TOKEN.exec(request.path)?.[1];
  if (tenant !== undefined) {
    if (request.method === 'POST') return tokenEndpoint(world, request, tenant, baseUrl);
    return json(405, { error: 'invalid_request' }, { allow: 'POST' });
  }
  const configured = CONFIGURATION.exec(request.path)?.[1];
  if (configured !== undefined) return openidConfiguration(configured, baseUrl);
  // Tokens are opaque to clients; nobody needs a key to read them.
  if (KEYS.test(request.path)) return json(200, { keys: [] });
  return json(404, { error: 'invalid_request', error_description: 'There is nothing here.' });
}
