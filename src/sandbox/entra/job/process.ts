import type { Decision } from '../directory/decide.js';
import { decide } from '../directory/decide.js';
import { matchUser } from '../directory/match.js';
import type { DirectoryUser } from '../directory/user.js';
import { isEnabled } from '../directory/user.js';
import { mapRecord } from '../mapping/map-record.js';
import { inScope } from '../mapping/scope.js';
import { sourceReader } from '../mapping/source-value.js';
import type { StagedOperation } from '../upload/staged-queue.js';
import type { EntraWorld } from '../world.js';

/** What one operation comes to; `manager` is resolved after the objects of the cycle. */
export interface Plan {
  decision: Decision | { is: 'delete'; user: DirectoryUser };
  manager: string | undefined;
}

/** Decides one operation against the directory as it is now; changes nothing. */
export function planOperation(world: EntraWorld, operation: StagedOperation, at: number): Plan {
  const { directory, settings } = world;
  const schema = world.schema.compiled;
  if (operation.externalId === '') return failed('missingSourceId', NO_SOURCE_ID);
  const scope = world.functionScope(at);
  const read = sourceReader(operation.data, settings.attributeNamesCaseSensitive);
  const match = matchUser(directory, schema, read, scope, settings.matchCaseSensitive);
  if (match.is === 'many') return failed('duplicateTarget', 'Several target objects match.');
  if (match.is === 'no value') return skipped('importSkipped', null);
  const user = match.is === 'one' ? match.user : null;
  if (operation.method === 'DELETE') return planDelete(world, user);
  if (!inScope(schema.rule.scope, read)) return planOutOfScope(world, user);
  if (!flows(world, user ? 'Update' : 'Add')) return skipped('skipped', user);
  const mapped = mapRecord(schema, operation.data, user === null, settings, scope);
  return { decision: decide(user, mapped, directory, settings), manager: mapped.manager };
}

/** [BAS] */
const NO_SOURCE_ID = 'Source identifier of an entry cannot be empty';

function planDelete(world: EntraWorld, user: DirectoryUser | null): Plan {
  if (!user || !flows(world, 'Delete')) return skipped('skipped', user);
  return { decision: { is: 'delete', user }, manager: undefined };
}

/** Who falls out of scope is disabled [PlanHR]. */
function planOutOfScope(world: EntraWorld, user: DirectoryUser | null): Plan {
  if (!user || !isEnabled(user) || world.settings.skipOutOfScopeDeletions) {
    return skipped('skipped', user);
  }
  const changes = [{ name: 'accountEnabled', before: true, after: false }];
  return { decision: { is: 'update', user, changes }, manager: undefined };
}

function flows({ schema }: EntraWorld, flow: string): boolean {
  const { enabled, flowTypes } = schema.compiled.rule;
  return enabled && flowTypes.split(',').some((one) => one.trim() === flow);
}

function skipped(code: 'skipped' | 'importSkipped', user: DirectoryUser | null): Plan {
  return { decision: { is: 'skip', code, user }, manager: undefined };
}

function failed(code: 'missingSourceId' | 'duplicateTarget', reason: string): Plan {
  return { decision: { is: 'fail', code, reason, user: null }, manager: undefined };
}

/** Counted by the guard against accidental deletions, which covers disables too [AccDel]. */
export function takesAccessAway({ decision }: Plan): boolean {
  if (decision.is === 'delete') return true;
  return (
    decision.is === 'update' &&
    decision.changes.some(({ name, after }) => name === 'accountEnabled' && after === false)
  );
}
