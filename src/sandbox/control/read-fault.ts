import { refuse } from '../problem.js';

type Raw = Record<string, unknown>;

/** What a stand-in can be told to do wrong. */
export interface FaultRules {
  system: string;
  /** By place, the effects that make sense there. */
  effects: Readonly<Record<string, readonly string[]>>;
  /** Details an effect may have beside its name. */
  details: readonly string[];
}

export interface ReadFault {
  id: string;
  on: string;
  effect: { is: string };
  times?: number;
  every?: number;
  match?: object;
}

/** The effect may be an object, or a name with its details beside it. */
export function readFault(rules: FaultRules, raw: Raw): ReadFault {
  const effect: Raw = isRecord(raw['effect']) ? raw['effect'] : { ...raw, is: raw['effect'] };
  const errors = [...placeErrors(rules, raw, effect), ...detailErrors(raw, effect)];
  if (errors.length > 0) refuse(`Not a fault of the ${rules.system} stand-in`, errors);
  const { id, on, times, every, match } = raw as unknown as ReadFault;
  return {
    ...{ id, on, effect: pick(effect, ['is', ...rules.details]) as unknown as { is: string } },
    ...(times === undefined ? {} : { times }),
    ...(every === undefined ? {} : { every }),
    ...(match === undefined ? {} : { match }),
  };
}

function placeErrors(rules: FaultRules, raw: Raw, effect: Raw): string[] {
  const on = String(raw['on']);
  const known = Object.hasOwn(rules.effects, on) ? rules.effects[on] : undefined;
  if (!known) return [`on: expected one of ${Object.keys(rules.effects).join(', ')}`];
  if (known.includes(String(effect['is']))) return [];
  return [`effect: on ${on}, expected one of ${known.join(', ')}`];
}

function detailErrors(raw: Raw, effect: Raw): string[] {
  const errors: string[] = [];
  if (typeof raw['id'] !== 'string' || raw['id'] === '') errors.push('id: expected a name');
  for (const name of ['times', 'every']) {
    if (raw[name] !== undefined && !isCount(raw[name])) {
      errors.push(`${name}: expected a whole number from 1`);
    }
  }
  if (raw['match'] !== undefined && !isRecord(raw['match']))
    errors.push('match: expected an object');
  const timed = ['delay', 'lateLogs'].includes(String(effect['is']));
  if (timed && !isCount(effect['ms'])) errors.push('ms: expected milliseconds');
  if (effect['is'] === 'status' && !isStatus(effect['status'])) {
    errors.push('status: expected 200 to 599');
  }
  return errors;
}

function pick(effect: Raw, names: readonly string[]): Raw {
  return Object.fromEntries(Object.entries(effect).filter(([name]) => names.includes(name)));
}

const isRecord = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 1;
const isStatus = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 200 && (value as number) <= 599;
