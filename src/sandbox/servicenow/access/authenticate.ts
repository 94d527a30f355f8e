import type { SandboxRequest } from '../../message.js';
import { API_KEY, INTEGRATION_USER, SANDBOX_PASSWORD } from '../constants.js';
import type { Actor, Platform } from '../platform.js';
import { valueOf } from '../row.js';
import { actorOf } from './actor.js';
import { userOfToken } from './tokens.js';

/** H11: basic, bearer or API key; nobody when an access policy forbids the kind. */
export function authenticate(platform: Platform, request: SandboxRequest): Actor | undefined {
  const userName = userNameOf(platform, request);
  const user = userName && platform.db.table('sys_user').where('user_name', userName)[0];
  return user && valueOf(user, 'active') === 'true' ? actorOf(user) : undefined;
}

function userNameOf(platform: Platform, request: SandboxRequest): string | undefined {
  const { auth } = platform.settings;
  const key = request.headers['x-sn-apikey'];
  if (key !== undefined) return auth.apiKey && key === API_KEY ? INTEGRATION_USER : undefined;
  const [, scheme = '', credentials = ''] =
    /^(\w+) +(.+)$/.exec(request.headers['authorization'] ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return userOfToken(platform, credentials);
  if (scheme.toLowerCase() !== 'basic' || !auth.basic) return undefined;
  const [userName = '', ...password] = Buffer.from(credentials, 'base64')
    .toString('utf8')
    .split(':');
  return password.join(':') === SANDBOX_PASSWORD ? userName : undefined;
}
