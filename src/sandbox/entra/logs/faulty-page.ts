import { json, type SandboxResponse } from '../../message.js';
import type { GraphCall } from '../graph/graph-call.js';
import { writeSkipToken } from '../odata/page-query.js';
import type { EntraWorld } from '../world.js';
import type { LogRow } from './log-row.js';
import { renderRow } from './render-row.js';

interface LogPage {
  value: Record<string, unknown>[];
  '@odata.nextLink'?: string;
}

const YEAR_MS = 365 * 86_400_000;

/** A page that lies: rows that are not ours, of the future, doubled, out of order, without end. */
export function faultyPage(world: EntraWorld, call: GraphCall, page: LogPage): SandboxResponse {
  const beta = call.version === 'beta';
  const liar = () => renderRow(invented(world, call.fault?.match?.externalId), beta);
  const effect = call.fault?.effect;
  switch (effect?.is) {
    case 'duplicateLogs':
      return json(200, { ...page, value: page.value.flatMap((row) => [row, row]) });
    case 'reorderLogs':
      return json(200, { ...page, value: shuffled(page.value, () => world.random.fraction()) });
    case 'foreignJobRow': {
      const row = { ...liar(), jobId: 'API2AAD.00000000000000000000000000000000.foreign' };
      return json(200, { ...page, value: [row, ...page.value] });
    }
    case 'futureRow': {
      const at = world.now() + (effect.ms ?? YEAR_MS);
      const row = { ...liar(), activityDateTime: new Date(at).toISOString() };
      return json(200, { ...page, value: [row, ...page.value] });
    }
    case 'protoRow':
      return withProto(json(200, page), liar());
    case 'endlessNextLink': {
      const url = `${call.baseUrl}/${call.version}/auditLogs/provisioning`;
      const token = writeSkipToken({ seq: 0, at: 0, turn: world.random.uuid() });
      return json(200, { ...page, '@odata.nextLink': `${url}?$skiptoken=${token}` });
    }
    default:
      return json(200, page);
  }
}

/** Claims that somebody is disabled: usually whoever was uploaded last. */
function invented(world: EntraWorld, externalId = world.lastUploaded): LogRow {
  const { random } = world;
  return {
    ...{ seq: 0, id: random.uuid(), at: world.now(), visibleAt: 0, durationMs: 1 },
    ...{ cycleId: random.uuid(), changeId: random.uuid(), externalId },
    ...{ action: 'disable', status: 'success', code: '', reason: '', reference: null },
    ...{ targetId: '', targetName: '' },
    modified: [{ name: 'accountEnabled', before: 'True', after: 'False' }],
  };
}

function shuffled<T>(list: T[], fraction: () => number): T[] {
  const keyed = list.map((item) => ({ item, key: fraction() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** JSON may hold such a key; an object literal cannot. */
function withProto(response: SandboxResponse, row: Record<string, unknown>): SandboxResponse {
  const { provisioningStatusInfo, ...rest } = row;
  const proto = `"__proto__":{"provisioningStatusInfo":${JSON.stringify(provisioningStatusInfo)}}`;
  const text = JSON.stringify(rest).replace('{', `{${proto},`);
  const body = response.body
    .replace('"value":[', (start) => `${start}${text},`)
    .replace('},]', '}]');
  return { ...response, body };
}
