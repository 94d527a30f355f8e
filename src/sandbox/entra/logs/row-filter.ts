import { JOB_ID, SERVICE_PRINCIPAL_ID, SERVICE_PRINCIPAL_NAME, TENANT_ID } from '../identities.js';
import { type Filter, usesOf } from '../odata/filter.js';
import { matches } from '../odata/matches.js';
import { parseFilter, refuse } from '../odata/parse-filter.js';
import type { LogRow } from './log-row.js';
import { INITIATOR } from './render-row.js';

interface Property {
  operators: readonly string[];
  read(row: LogRow): unknown;
}

const TEXT = ['eq', 'contains'];
const NUMBER = ['eq', 'gt', 'lt'];

/** Filterable properties and their operators [G-TS, G-LogsBeta]; names in lower case. */
const PROPERTIES: Record<string, Property> = {
  activitydatetime: { operators: NUMBER, read: ({ at }) => at },
  durationinmilliseconds: { operators: NUMBER, read: ({ durationMs }) => durationMs },
  id: { operators: TEXT, read: ({ id }) => id },
  changeid: { operators: TEXT, read: ({ changeId }) => changeId },
  cycleid: { operators: TEXT, read: ({ cycleId }) => cycleId },
  jobid: { operators: TEXT, read: () => JOB_ID },
  tenantid: { operators: TEXT, read: () => TENANT_ID },
  provisioningaction: { operators: TEXT, read: ({ action }) => action },
  'initiatedby/displayname': { operators: TEXT, read: () => INITIATOR },
  'serviceprincipal/id': { operators: ['eq'], read: () => SERVICE_PRINCIPAL_ID },
  'serviceprincipal/displayname': { operators: ['eq'], read: () => SERVICE_PRINCIPAL_NAME },
  'sourceidentity/id': { operators: TEXT, read: ({ externalId }) => externalId },
  'sourceidentity/displayname': { operators: TEXT, read: ({ externalId }) => externalId },
  'sourceidentity/identitytype': { operators: TEXT, read: () => 'User' },
  'targetidentity/id': { operators: TEXT, read: ({ targetId }) => targetId },
  'targetidentity/displayname': { operators: TEXT, read: ({ targetName }) => targetName },
  'targetidentity/identitytype': { operators: TEXT, read: () => 'User' },
  'sourcesystem/displayname': { operators: TEXT, read: () => 'API' },
  'targetsystem/displayname': { operators: TEXT, read: () => 'Microsoft Entra ID' },
};

/** Filtered on beta in Microsoft's quickstarts [QS-GE]. */
const BETA: Record<string, Property> = {
  'statusinfo/status': { operators: ['eq'], read: ({ status }) => status },
};

/** In samples, outside the documented set. */
const LENIENT = ['ge', 'le', 'ne'];

export interface RowFilter {
  from: number;
  to: number;
  holds(row: LogRow): boolean;
}

/** Names of properties go in any case, values only as they are [G-Logs]. */
export function readRowFilter(text: string | null, beta: boolean, lenient: boolean): RowFilter {
  if (text === null) return { from: -Infinity, to: Infinity, holds: () => true };
  const filter = parseFilter(text);
  for (const { property, operator } of usesOf(filter)) check(property, operator, beta, lenient);
  if (!lenient && has(filter, 'not')) refuse();
  return {
    from: bound(filter, ['gt', 'ge', 'eq'], Math.max, -Infinity),
    to: bound(filter, ['lt', 'le', 'eq'], Math.min, Infinity),
    holds: (row) => matches(filter, (name) => propertyOf(name, beta)?.read(row), false),
  };
}

function propertyOf(name: string, beta: boolean): Property | undefined {
  const key = name.toLowerCase();
  if (Object.hasOwn(PROPERTIES, key)) return PROPERTIES[key];
  return beta && Object.hasOwn(BETA, key) ? BETA[key] : undefined;
}

function check(name: string, operator: string, beta: boolean, lenient: boolean): void {
  const allowed = propertyOf(name, beta)?.operators;
  if (!allowed) refuse();
  if (!allowed.includes(operator) && !(lenient && LENIENT.includes(operator))) refuse();
}

function has(filter: Filter, kind: Filter['is']): boolean {
  if (filter.is === kind) return true;
  if (filter.is === 'not') return has(filter.operand, kind);
  return (
    (filter.is === 'and' || filter.is === 'or') &&
    (has(filter.left, kind) || has(filter.right, kind))
  );
}

/** Rows outside need not be looked at: what all alternatives agree on about the time. */
function bound(
  filter: Filter,
  operators: readonly string[],
  tightest: (...values: number[]) => number,
  none: number,
): number {
  if (filter.is === 'and') {
    const sides = [filter.left, filter.right];
    return tightest(...sides.map((side) => bound(side, operators, tightest, none)));
  }
  if (filter.is !== 'compare' || filter.property.toLowerCase() !== 'activitydatetime') return none;
  if (!operators.includes(filter.operator)) return none;
  const at = Date.parse(String(filter.value));
  return Number.isNaN(at) ? refuse() : at;
}
