import { GraphError } from '../graph/graph-error.js';
import { isUserProperty, USUAL_PROPERTIES } from './render-user.js';

export interface UserQuery {
  select: readonly string[];
  /** Properties of the manager to add; null: not asked for. */
  manager: readonly string[] | null;
}

export function readUserQuery(query: URLSearchParams): UserQuery {
  const select = query.get('$select');
  return {
    select: select === null ? USUAL_PROPERTIES : readSelect(select),
    manager: readExpand(query.get('$expand')),
  };
}

function readSelect(text: string): string[] {
  return text.split(',').map((one) => propertyNamed(one.trim()));
}

function propertyNamed(name: string): string {
  if (isUserProperty(name)) return name;
  throw new GraphError('badRequest', `Could not find a property named '${name}' on type 'user'.`);
}

/** Only `manager`, with a `$select` of its own. */
function readExpand(text: string | null): readonly string[] | null {
  if (text === null) return null;
  const [, , select] = /^manager(\(\$select=([^()]+)\))?$/i.exec(text.trim()) ?? refuse();
  return select === undefined ? USUAL_PROPERTIES : readSelect(select);
}

function refuse(): never {
  throw new GraphError('badRequest', 'Only manager can be expanded here.');
}
