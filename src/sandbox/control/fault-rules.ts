import type { FaultRules } from './read-fault.js';

const CALL = ['status', 'dropBefore', 'dropAfter', 'html', 'truncated', 'delay'];
const TABLE = [...CALL, 'quota', 'rateLimit', 'threadExhaustion'];

export const SERVICENOW_FAULTS: FaultRules = {
  system: 'ServiceNow',
  effects: {
    table: TABLE,
    catalog: TABLE,
    token: CALL,
    webhook: ['lose', 'duplicate', 'delay', 'reorder', 'brokenJson'],
  },
  details: ['status', 'body', 'headers', 'ms', 'copies', 'retryAfterSeconds'],
};

const GRAPH = [...CALL, 'redirect', 'tooManyRequests'];
const JOB = ['pause', 'quarantine', 'deleteJob', 'purge'];

export const ENTRA_FAULTS: FaultRules = {
  system: 'Entra',
  effects: {
    token: GRAPH,
    bulkUpload: [...GRAPH, ...JOB, 'noLocation', 'bucketFull'],
    job: [...GRAPH, ...JOB],
    users: GRAPH,
    logs: [
      ...GRAPH,
      ...['lateLogs', 'missingLogs', 'duplicateLogs', 'reorderLogs', 'foreignJobRow'],
      ...['futureRow', 'protoRow', 'endlessNextLink'],
    ],
  },
  details: ['status', 'body', 'headers', 'ms', 'retryAfter', 'location', 'reason'],
};
