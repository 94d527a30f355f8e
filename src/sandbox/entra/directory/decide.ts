import type { RowCodes } from '../codes.js';
import type { MappedRecord } from '../mapping/map-record.js';
import type { EntraSettings } from '../settings.js';
import type { Directory } from './directory.js';
import { valueProblem } from './limits.js';
import { upnProblem } from './upn.js';
import type { DirectoryUser } from './user.js';

/** A change of one target attribute. */
export interface Change {
  name: string;
  before: string | boolean | null;
  after: string | boolean | null;
}

export type Decision =
  | { is: 'create'; changes: Change[] }
  | { is: 'update'; user: DirectoryUser; changes: Change[] }
  | { is: 'skip'; code: keyof RowCodes; user: DirectoryUser | null }
  | { is: 'fail'; code: keyof RowCodes; reason: string; user: DirectoryUser | null };

/** The differences between what the record wants and what the account is: only they are written. */
export function decide(
  user: DirectoryUser | null,
  mapped: MappedRecord,
  directory: Directory,
  settings: EntraSettings,
): Decision {
  const { problem } = mapped;
  if (problem) {
    const reason = `The value for attribute ${problem.target} cannot be written.`;
    return { is: 'fail', code: problem.what, reason, user };
  }
  const changes = changesOf(user, mapped, settings);
  if (user && changes.length === 0) return { is: 'skip', code: 'skipped', user };
  const failure = failureOf(user, changes, directory, settings);
  if (failure) return { is: 'fail', ...failure, user };
  return user ? { is: 'update', user, changes } : { is: 'create', changes };
}

function changesOf(
  user: DirectoryUser | null,
  mapped: MappedRecord,
  settings: EntraSettings,
): Change[] {
  const wanted = new Map(mapped.values);
  if (!user) addDefaults(wanted, settings);
  return [...wanted].flatMap(([name, after]) => {
    const before = user?.values[name] ?? null;
    return before === after && !mapped.always.has(name) ? [] : [{ name, before, after }];
  });
}

function addDefaults(wanted: MappedRecord['values'], settings: EntraSettings): void {
  if (!wanted.has('accountEnabled')) wanted.set('accountEnabled', settings.enabledByDefault);
  const upn = wanted.get('userPrincipalName');
  if (typeof upn !== 'string' || wanted.has('mailNickname')) return;
  wanted.set('mailNickname', upn.split('@')[0]!.slice(0, 64));
}

type Failure = { code: keyof RowCodes; reason: string } | null;

function failureOf(
  user: DirectoryUser | null,
  changes: Change[],
  directory: Directory,
  settings: EntraSettings,
): Failure {
  if (user?.onPremises) {
    return fail('onPremises', 'Attributes mastered on-premises cannot be changed by this job.');
  }
  const missing = user ? undefined : missingOf(changes);
  if (missing) return fail('missingMandatory', `Required attribute ${missing} is missing.`);
  for (const { name, after } of changes) {
    const found =
      name === 'userPrincipalName'
        ? upnFailure(String(after), user, directory, settings)
        : valueFailure(name, after);
    if (found) return found;
  }
  return null;
}

function missingOf(changes: Change[]): string | undefined {
  const there = new Set(changes.map(({ name }) => name));
  return ['userPrincipalName', 'displayName'].find((name) => !there.has(name));
}

function valueFailure(name: string, after: Change['after']): Failure {
  const code = typeof after === 'string' ? valueProblem(name, after) : null;
  return code && fail(code, `The value of attribute ${name} is too long or not allowed.`);
}

function upnFailure(
  upn: string,
  user: DirectoryUser | null,
  directory: Directory,
  settings: EntraSettings,
): Failure {
  const code = upnProblem(upn, settings.verifiedDomains);
  if (code === 'invalidUpn') return fail(code, 'The user principal name is invalid.');
  if (code) return fail(code, "The user principal name's domain does not exist in this tenant.");
  const others = directory.find('userPrincipalName', upn).filter(({ id }) => id !== user?.id);
  return others.length === 0
    ? null
    : fail('duplicateUpn', 'Another object with the same value for userPrincipalName exists.');
}

function fail(code: keyof RowCodes, reason: string): Failure {
  return { code, reason };
}
