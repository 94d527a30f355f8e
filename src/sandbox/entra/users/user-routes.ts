import { json, type SandboxResponse } from '../../message.js';
import type { DirectoryUser } from '../directory/user.js';
import { isEnabled, textOf } from '../directory/user.js';
import { authorise, READ_USERS } from '../graph/authorise.js';
import { demandMethod } from '../graph/demand-method.js';
import type { GraphCall } from '../graph/graph-call.js';
import { GraphError } from '../graph/graph-error.js';
import { nextLink, readSkipToken, readTop } from '../odata/page-query.js';
import type { EntraWorld } from '../world.js';
import { findUsers } from './find-users.js';
import { renderUser } from './render-user.js';
import { readUserQuery, type UserQuery } from './user-query.js';

const PAGE = 100;
const MOST = 999;

/** `GET /users` and `GET /users/{id or name}`. Nothing is written here: the job does that. */
export function userRoutes(world: EntraWorld, call: GraphCall): SandboxResponse {
  demandMethod(call, 'GET');
  authorise(world, call, READ_USERS);
  const key = call.segments[1];
  return key === undefined ? listUsers(world, call) : readUser(world, call, key);
}

function listUsers(world: EntraWorld, call: GraphCall): SandboxResponse {
  const { query } = call.request;
  const asked = readUserQuery(query);
  const top = readTop(query, PAGE, MOST);
  const skip = readSkipToken<{ skip: number }>(query)?.skip ?? 0;
  const found = findUsers(world, query.get('$filter'));
  const page = found.slice(skip, skip + top);
  const more = skip + top < found.length;
  trace(call, page);
  const url = `${call.baseUrl}/${call.version}/users`;
  return json(200, {
    '@odata.context': `${call.baseUrl}/${call.version}/$metadata#users`,
    ...(more ? { '@odata.nextLink': nextLink(url, query, { skip: skip + top }) } : {}),
    value: page.map((user) => render(world, call, user, asked)),
  });
}

function readUser(world: EntraWorld, call: GraphCall, key: string): SandboxResponse {
  const asked = readUserQuery(call.request.query);
  const byId = world.directory.get(key.toLowerCase());
  const user = byId ?? world.directory.find('userPrincipalName', key)[0];
  if (!user || user.deletedAt !== null || user.readableAt > world.now()) {
    trace(call, []);
    throw new GraphError('notFound', `Resource '${key}' does not exist.`);
  }
  trace(call, [user]);
  const context = `${call.baseUrl}/${call.version}/$metadata#users/$entity`;
  return json(200, { '@odata.context': context, ...render(world, call, user, asked) });
}

function render(
  world: EntraWorld,
  call: GraphCall,
  user: DirectoryUser,
  { select, manager }: UserQuery,
): Record<string, unknown> {
  const shown = renderUser(
    user,
    select.filter((name) => isReadable(world, call, name)),
  );
  const boss = manager && world.directory.get(user.managerId ?? '');
  if (!boss || boss.deletedAt !== null) return shown;
  const type = { '@odata.type': '#microsoft.graph.user' };
  return { ...shown, manager: { ...type, ...renderUser(boss, manager) } };
}

/** [G-TS] */
function isReadable({ settings }: EntraWorld, { caller }: GraphCall, name: string): boolean {
  if (name !== 'employeeLeaveDateTime' || !settings.leaveDateNeedsRole) return true;
  return caller.roles.some((role) => role.startsWith('User-LifeCycleInfo.Read'));
}

function trace(call: GraphCall, users: DirectoryUser[]): void {
  call.trace['filter'] = call.request.query.get('$filter') ?? call.segments[1] ?? null;
  call.trace['users'] = users.map((user) => ({
    ...{ id: user.id, externalId: textOf(user, 'employeeId'), accountEnabled: isEnabled(user) },
  }));
}
