import { PEOPLE } from '../../src/sandbox/people-data.js';
import type { EntraFaultEffect, EntraFaultPlace } from '../../src/sandbox/entra/index.js';
import type { FaultEffect, FaultPlace } from '../../src/sandbox/servicenow/index.js';
import type { SimRandom } from './sim-random.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What goes wrong in one world, and how often. Each fault is in a world or not, then has its rate. */
export interface FaultPlan {
  /** Chance of death at each place where the process could die. */
  kill: number;
  /** How long a killed process stays down, at the most. */
  downMs: number;
  /** Chance that a transaction fails. */
  storeFails: number;
  /** How often the store takes nothing for some minutes. */
  storeOutages: number;
  /** Chance that a call's connection breaks before it arrives, or after it took effect. */
  breaks: number;
  /** Chance that an answer takes longer than the caller waits. */
  hangs: number;
  /** Most a call takes otherwise. */
  latencyMs: number;
  /** How often the bridge's wall clock is set, and by how much at the most. */
  clockSets: number;
  skewMs: number;
  entra: { on: EntraFaultPlace; effect: EntraFaultEffect }[];
  servicenow: { on: FaultPlace; effect: FaultEffect }[];
  /** How often one of those is in force for a while. */
  episodes: number;
  /** Share of webhooks that are lost, doubled, held back. */
  webhooks: { lose: number; duplicate: number; reorder: number; brokenJson: number };
  /** Calls a day and in 5 s, and records in a call, small so that these limits are met. */
  callsPerDay: number;
  callsPerWindow: number;
  recordsPerCall: number;
  /** Disables that Entra allows in one cycle until it asks a human; null for any number. */
  deletionGuard: number | null;
  /** Entra refuses every call with the record of this one in it. */
  poison: string | null;
  /** Deliveries of somebody who does not know the secret. */
  forgeries: number;
  /** Rows that the log shows all the while and that prove nothing. */
  noise: 'foreignJobRow' | 'futureRow' | null;
  /** Somebody else has the user name that the first hire would get. */
  nameTaken: boolean;
  /** Many requests, each about another person as far as there are enough. */
  busy: boolean;
  /** Employee numbers of those who get most of the requests. */
  stars: string[];
  /** From the first request to the last. */
  raisedWithinMs: number;
  /** How many times as long as usual Entra takes for everything. */
  slowness: number;
  /** From processing to a readable row, where not as usual. */
  logDelayMs: [number, number] | null;
  directoryRead: boolean;
}

/** People of whom requests are about, besides newcomers. */
export const REQUESTED = PEOPLE.slice(8, 13).map((one) => one.employeeNumber);

const status = (code: number, headers: Record<string, string> = {}) =>
  ({ is: 'status', status: code, headers }) as const;

/** Entra's faults that pass by themselves. */
const ENTRA: FaultPlan['entra'] = [
  { on: 'bulkUpload', effect: { is: 'tooManyRequests', retryAfter: '300' } },
  { on: 'bulkUpload', effect: { is: 'tooManyRequests', retryAfter: '-5' } },
  { on: 'bulkUpload', effect: status(429) },
  { on: 'bulkUpload', effect: status(500) },
  { on: 'bulkUpload', effect: status(503, { 'retry-after': '30' }) },
  { on: 'bulkUpload', effect: { is: 'bucketFull' } },
  { on: 'bulkUpload', effect: { is: 'dropBefore' } },
  { on: 'bulkUpload', effect: { is: 'dropAfter' } },
  { on: 'bulkUpload', effect: { is: 'html' } },
  { on: 'bulkUpload', effect: { is: 'redirect' } },
  { on: 'bulkUpload', effect: { is: 'noLocation' } },
  { on: 'bulkUpload', effect: status(401) },
  { on: 'bulkUpload', effect: { is: 'purge' } },
  { on: 'token', effect: status(503) },
  { on: 'logs', effect: status(429, { 'retry-after': '10' }) },
  { on: 'logs', effect: { is: 'truncated' } },
  { on: 'logs', effect: { is: 'html' } },
  { on: 'logs', effect: { is: 'duplicateLogs' } },
  { on: 'logs', effect: { is: 'reorderLogs' } },
  { on: 'logs', effect: { is: 'foreignJobRow' } },
  { on: 'logs', effect: { is: 'futureRow' } },
  { on: 'logs', effect: { is: 'protoRow' } },
  { on: 'logs', effect: { is: 'endlessNextLink' } },
  { on: 'logs', effect: { is: 'missingLogs' } },
  { on: 'logs', effect: { is: 'lateLogs', ms: 6 * HOUR } },
  { on: 'job', effect: status(503) },
  { on: 'users', effect: status(503) },
];

const SERVICENOW: FaultPlan['servicenow'] = [
  { on: 'table', effect: status(500) },
  { on: 'table', effect: status(401) },
  { on: 'table', effect: { is: 'rateLimit', retryAfterSeconds: 120 } },
  { on: 'table', effect: { is: 'threadExhaustion' } },
  { on: 'table', effect: { is: 'html' } },
  { on: 'table', effect: { is: 'truncated' } },
  { on: 'table', effect: { is: 'quota' } },
  { on: 'table', effect: { is: 'dropBefore' } },
  { on: 'table', effect: { is: 'dropAfter' } },
  { on: 'token', effect: status(503) },
];

/** Some worlds are calm, some are not. */
export function planFrom(random: SimRandom): FaultPlan {
  const maybe = (most: number) => (random.chance(0.5) ? random.between(0, most) : 0);
  const some = <T>(from: readonly T[]) => from.filter(() => random.chance(0.25));
  const busy = random.chance(0.12);
  const stars = Array.from({ length: busy ? 0 : random.pick([0, 1, 1, 2]) }, () =>
    random.pick(REQUESTED),
  );
  return {
    ...{ busy, stars },
    kill: random.chance(0.6) ? random.pick([0.001, 0.004, 0.012]) : 0,
    downMs: random.pick([2_000, 2_000, MINUTE, 10 * MINUTE, HOUR]),
    storeFails: maybe(0.01),
    storeOutages: random.chance(0.3) ? 1 + random.below(2) : 0,
    breaks: maybe(0.06),
    hangs: maybe(0.02),
    latencyMs: random.pick([50, 500, 4_000]),
    clockSets: random.chance(0.25) ? 1 + random.below(3) : 0,
    skewMs: 2 * MINUTE,
    entra: some(ENTRA),
    servicenow: some(SERVICENOW),
    episodes: random.chance(0.75) ? 1 + random.below(6) : 0,
    webhooks: {
      ...{ lose: maybe(0.5), duplicate: maybe(0.5), reorder: maybe(0.3) },
      brokenJson: maybe(0.3),
    },
    callsPerDay: random.pick(busy ? [2_000, 24, 12] : [2_000, 2_000, 40, 24, 12]),
    directoryRead: random.chance(0.5),
    callsPerWindow: random.pick(busy ? [2, 40] : [40, 40, 2]),
    recordsPerCall: random.pick(busy ? [50, 3, 1] : [50, 50, 2, 1]),
    deletionGuard: random.chance(0.15) ? 1 : null,
    poison: random.chance(0.2) ? random.pick(stars.length > 0 ? stars : REQUESTED) : null,
    forgeries: random.chance(0.3) ? 3 : 0,
    noise: random.chance(0.3) ? random.pick(['foreignJobRow', 'futureRow'] as const) : null,
    nameTaken: random.chance(0.2),
    raisedWithinMs: random.pick(
      busy ? [20 * MINUTE, 3 * MINUTE] : [8 * HOUR, 2 * HOUR, 20 * MINUTE, 3 * MINUTE],
    ),
    slowness: random.pick([1, 1, 1, 6]),
    logDelayMs: random.chance(0.3) ? [10_000, 40 * MINUTE] : null,
  };
}

/** Nothing goes wrong any more: what is left must come to an end. */
export function calm(plan: FaultPlan): FaultPlan {
  return {
    ...plan,
    ...{ kill: 0, storeFails: 0, storeOutages: 0, breaks: 0, hangs: 0, episodes: 0 },
    ...{ latencyMs: 50, poison: null, forgeries: 0 },
    webhooks: { lose: 0, duplicate: 0, reorder: 0, brokenJson: 0 },
  };
}
