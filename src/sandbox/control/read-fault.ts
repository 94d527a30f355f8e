import { refuse } from '../problem.js';
import type { FaultEffect, FaultPlace, ServiceNowFault } from '../servicenow/faults.js';

type Raw = Record<string, unknown>;

const PLACES: readonly FaultPlace[] = ['table', 'token', 'webhook', 'catalog'];

const OF_CALLS: readonly FaultEffect['is'][] = [
  ...(['status', 'dropBefore', 'dropAfter', 'html', 'truncated', 'quota'] as const),
  ...(['rateLimit', 'threadExhaustion', 'delay'] as const),
];

const OF_WEBHOOKS: readonly FaultEffect['is'][] = [
  ...(['lose', 'duplicate', 'delay', 'reorder', 'brokenJson'] as const),
];

/** The effect may be an object, or a name with its details beside it. */
export function readServiceNowFault(raw: Raw): ServiceNowFault {
  const effect: Raw = isRecord(raw['effect']) ? raw['effect'] : { ...raw, is: raw['effect'] };
  const errors = [...placeErrors(raw, effect), ...detailErrors(raw, effect)];
  if (errors.length > 0) refuse('Not a fault of the ServiceNow stand-in', errors);
  const { id, on, times, every, match } = raw as unknown as ServiceNowFault;
  return {
    ...{ id, on, effect: pick(effect) as unknown as FaultEffect },
    ...(times === undefined ? {} : { times }),
    ...(every === undefined ? {} : { every }),
    ...(match === undefined ? {} : { match }),
  };
}

function placeErrors(raw: Raw, effect: Raw): string[] {
  const on = raw['on'] as FaultPlace;
  if (!PLACES.includes(on)) return [`on: expected one of ${PLACES.join(', ')}`];
  const effects = on === 'webhook' ? OF_WEBHOOKS : OF_CALLS;
  if (effects.includes(effect['is'] as FaultEffect['is'])) return [];
  return [`effect: on a ${on}, expected one of ${effects.join(', ')}`];
}

function detailErrors(raw: Raw, effect: Raw): string[] {
  const errors: string[] = [];
  if (typeof raw['id'] !== 'string' || raw['id'] === '') errors.push('id: expected a name');
  for (const name of ['times', 'every']) {
    if (!optionalCount(raw[name])) errors.push(`${name}: expected a whole number from 1`);
  }
  if (raw['match'] !== undefined && !isRecord(raw['match']))
    errors.push('match: expected an object');
  if (effect['is'] === 'delay' && !isCount(effect['ms'])) errors.push('ms: expected milliseconds');
  const status = Number(effect['status']);
  if (effect['is'] === 'status' && !(status >= 200 && status <= 599)) {
    errors.push('status: expected 200 to 599');
  }
  return errors;
}

const DETAILS = ['is', 'status', 'body', 'headers', 'ms', 'copies', 'retryAfterSeconds'];

function pick(effect: Raw): Raw {
  return Object.fromEntries(Object.entries(effect).filter(([name]) => DETAILS.includes(name)));
}

const isRecord = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 1;
const optionalCount = (value: unknown): boolean => value === undefined || isCount(value);
