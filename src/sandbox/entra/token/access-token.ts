import { CLIENT_ID, TENANT_ID } from '../identities.js';
import type { EntraWorld } from '../world.js';
import { readJwt } from './jwt.js';

export interface Caller {
  appId: string;
  roles: string[];
}

export function issueToken(world: EntraWorld, audience: string, issuer: string): string {
  const now = Math.floor(world.now() / 1000);
  return world.signingKey.sign({
    ...{ aud: audience, iss: issuer, iat: now, nbf: now },
    exp: now + world.settings.tokenLifetimeSeconds,
    ...{ appid: CLIENT_ID, tid: TENANT_ID, roles: world.settings.roles, uti: world.random.uuid() },
    ver: '1.0',
  });
}

/** Who calls, or null when the token is missing, malformed, forged or expired. */
export function callerOf(world: EntraWorld, authorization: string | undefined): Caller | null {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  const jwt = token ? readJwt(token) : null;
  if (!token || !jwt || !world.signingKey.verifies(token)) return null;
  const { exp, tid, appid, roles } = jwt.claims;
  if (typeof exp !== 'number' || exp * 1000 <= world.now() || tid !== TENANT_ID) return null;
  return { appId: String(appid), roles: Array.isArray(roles) ? roles.map(String) : [] };
}
