import type { DirectoryUser } from '../directory/user.js';
import { type Filter, longestList, usesOf } from '../odata/filter.js';
import { matches } from '../odata/matches.js';
import { parseFilter, refuse } from '../odata/parse-filter.js';
import type { EntraWorld } from '../world.js';
import { userProperty } from './render-user.js';

const ANY = ['eq', 'in', 'startswith'];
/** Values in one `in`; more are refused (Graph's known issues, query parameters). */
const MOST_IN_LIST = 15;

/** Properties that can be filtered by here, and how. */
const FILTERABLE: Record<string, readonly string[]> = {
  ...{ employeeId: ANY, userPrincipalName: ANY, displayName: ANY, mail: ANY, givenName: ANY },
  ...{ surname: ANY, mailNickname: ANY, department: ANY, jobTitle: ANY, employeeType: ANY },
  ...{ id: ['eq', 'in'], accountEnabled: ['eq'] },
};

/** Users that Graph shows by now, in the order in which they came. */
export function findUsers(world: EntraWorld, text: string | null): DirectoryUser[] {
  const now = world.now();
  const shown = (user: DirectoryUser) => user.deletedAt === null && user.readableAt <= now;
  if (text === null) return [...world.directory.values()].filter(shown);
  const filter = parseFilter(text);
  if (longestList(filter) > MOST_IN_LIST) refuse();
  for (const { property, operator } of usesOf(filter)) {
    if (!Object.hasOwn(FILTERABLE, property) || !FILTERABLE[property]!.includes(operator)) refuse();
  }
  const candidates = indexed(world, filter) ?? [...world.directory.values()];
  return candidates.filter(
    (user) => shown(user) && matches(filter, (name) => userProperty(user, name), true),
  );
}

/** The few that an index finds, or null where all must be looked at. */
function indexed(world: EntraWorld, filter: Filter): DirectoryUser[] | null {
  switch (filter.is) {
    case 'compare':
      return filter.operator === 'eq' ? byValues(world, filter.property, [filter.value]) : null;
    case 'in':
      return byValues(world, filter.property, filter.values);
    case 'and':
      return indexed(world, filter.left) ?? indexed(world, filter.right);
    case 'or': {
      const left = indexed(world, filter.left);
      const right = indexed(world, filter.right);
      return left && right && [...new Set([...left, ...right])];
    }
    default:
      return null;
  }
}

function byValues(
  { directory }: EntraWorld,
  property: string,
  values: readonly unknown[],
): DirectoryUser[] | null {
  const texts = [...new Set(values.map((value) => String(value).toLowerCase()))];
  if (property === 'id') return texts.flatMap((id) => directory.get(id) ?? []);
  if (property !== 'employeeId' && property !== 'userPrincipalName') return null;
  return texts.flatMap((text) => directory.find(property, text));
}
