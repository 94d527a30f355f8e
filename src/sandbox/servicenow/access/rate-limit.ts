import type { Collection } from '../../state.js';
import type { SandboxResponse } from '../../message.js';
import { json } from '../../message.js';
import { RATE_RULE_SYS_ID } from '../constants.js';
import type { Actor, Platform } from '../platform.js';

interface Count {
  hour: number;
  /** What the rule knows of. */
  committed: number;
  /** Counted since, not yet committed. */
  pending: number;
  committedAt: number;
}

const HOUR_MS = 3_600_000;

export interface RateAnswer {
  headers: Record<string, string>;
  denied?: SandboxResponse;
}

/** H6: counts are committed now and then, so a limit is overshot until the next commit. */
export function applyRateLimit(platform: Platform, resource: string, by: Actor): RateAnswer {
  const rule = platform.settings.rateLimit;
  if (!rule) return { headers: {} };
  const now = platform.clock.now();
  const counts = platform.state.collection<Count>('servicenow.rate');
  const count = current(counts, `${by.userName}:${resource}`, now, rule.commitEveryMs);
  const reset = (count.hour + 1) * HOUR_MS;
  const headers = {
    'x-ratelimit-limit': String(rule.perHour),
    'x-ratelimit-reset': String(Math.floor(reset / 1000)),
    'x-ratelimit-rule': RATE_RULE_SYS_ID,
  };
  if (count.committed >= rule.perHour) {
    const seconds = Math.ceil((reset - now) / 1000);
    return { headers, denied: rateLimited(rule.perHour, seconds, headers) };
  }
  counts.put(`${by.userName}:${resource}`, { ...count, pending: count.pending + 1 });
  return { headers };
}

function current(counts: Collection<Count>, key: string, now: number, every: number): Count {
  const hour = Math.floor(now / HOUR_MS);
  const kept = counts.get(key);
  if (!kept || kept.hour !== hour) return { hour, committed: 0, pending: 0, committedAt: now };
  if (now - kept.committedAt < every) return kept;
  return { hour, committed: kept.committed + kept.pending, pending: 0, committedAt: now };
}

export function rateLimited(
  perHour: number,
  retryAfterSeconds: number,
  headers: Record<string, string>,
): SandboxResponse {
  const detail = `Rate limit of ${perHour} requests per hour for Table API exceeded`;
  const error = { message: 'Rate limit exceeded', detail };
  const retry = { 'retry-after': String(retryAfterSeconds) };
  return json(429, { error, status: 'failure' }, { ...headers, ...retry });
}
