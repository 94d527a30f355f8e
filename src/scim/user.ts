import type { PersonRecord } from '../domain/record.js';
import { CORE_USER, ENTERPRISE_USER } from './urns.js';

type Json = Record<string, unknown>;

/**
 * A flat record as a SCIM user. Multi-valued attributes are sent as `type: work`, since Entra reads
 * no other (fact sheet 2.3); extension paths become members of their namespace.
 */
export function toScimUser(record: PersonRecord, extensions: Record<string, string>): Json {
  const user: Json = { schemas: [CORE_USER, ENTERPRISE_USER] };
  for (const [path, value] of Object.entries(record)) place(user, path, value, extensions);
  return user;
}

function place(
  user: Json,
  path: string,
  value: string | boolean,
  extensions: Record<string, string>,
): void {
  const [head, ...rest] = path.split('.') as [string, ...string[]];
  const name = rest.at(-1) ?? '';
  switch (head) {
    case 'name':
      child(user, 'name')[name] = value;
      return;
    case 'emails':
    case 'phoneNumbers':
      user[head] = [{ type: 'work', primary: true, value }];
      return;
    case 'addresses':
      workAddress(user)[name] = value;
      return;
    case 'enterprise':
      child(user, ENTERPRISE_USER)[name] = name === 'manager' ? { value } : value;
      return;
  }
  if (rest.length === 0) user[path] = value;
  else placeExtension(user, head, name, value, extensions);
}

function placeExtension(
  user: Json,
  prefix: string,
  name: string,
  value: string | boolean,
  extensions: Record<string, string>,
) {
  const namespace = extensions[prefix];
  // A prefix the target does not have is refused when the template is mapped; here it is a bug.
  if (!namespace) throw new Error(`no namespace for attribute prefix ${prefix}`);
  const schemas = user['schemas'] as string[];
  if (!schemas.includes(namespace)) schemas.push(namespace);
  child(user, namespace)[name] = value;
}

function child(user: Json, name: string): Json {
  return (user[name] ??= {}) as Json;
}

function workAddress(user: Json): Json {
  const addresses = (user['addresses'] ??= [{ type: 'work', primary: true }]) as Json[];
  return addresses[0] as Json;
}
