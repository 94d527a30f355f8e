import { LANES, type Lane } from '../domain/kind.js';
import type { TargetLimits, TargetSettings, TargetTiming } from '../domain/settings.js';
import { durationMs, durationOr } from './duration.js';
import type { RawLimits, RawTarget, RawTiming } from './raw.js';
import { DEFAULT_LIMITS, DEFAULT_TIMING } from './target-defaults.js';

/** A target with its defaults filled in. */
export function readTarget(raw: RawTarget): TargetSettings {
  return {
    name: raw.name,
    graphUrl: (raw.graphUrl ?? 'https://graph.microsoft.com/v1.0').replace(/\/+$/, ''),
    authorityUrl: (raw.authorityUrl ?? 'https://login.microsoftonline.com').replace(/\/+$/, ''),
    credential: raw.credential,
    servicePrincipalId: raw.servicePrincipalId,
    jobId: raw.jobId,
    domain: raw.domain,
    ...(raw.otherDomains ? { otherDomains: raw.otherDomains } : {}),
    extensions: raw.extensions ?? {},
    directoryRead: raw.directoryRead ?? false,
    withoutBaseline: raw.withoutBaseline ?? 'hold',
    limits: readLimits(raw.limits ?? {}),
    timing: readTiming(raw.timing ?? {}),
  };
}

function readLimits({ window, logReadWindow, ...numbers }: RawLimits): TargetLimits {
  return {
    ...DEFAULT_LIMITS,
    ...numbers,
    windowMs: durationOr(window, DEFAULT_LIMITS.windowMs),
    logReadWindowMs: durationOr(logReadWindow, DEFAULT_LIMITS.logReadWindowMs),
  };
}

function readTiming(raw: RawTiming): TargetTiming {
  const normal = DEFAULT_TIMING;
  return {
    approvalFreshnessMs: durationOr(raw.approvalFreshness, normal.approvalFreshnessMs),
    checkAfterMs: raw.checkAfter?.map((text) => durationMs(text) as number) ?? normal.checkAfterMs,
    explainAfterMs: durationOr(raw.explainAfter, normal.explainAfterMs),
    confirmWithinMs: readLanes(raw.confirmWithin ?? {}),
    doubtMs: durationOr(raw.doubt, normal.doubtMs),
    bucketFullMs: durationOr(raw.bucketFull, normal.bucketFullMs),
    backoffMs: durationOr(raw.backoff, normal.backoffMs),
    backoffMaxMs: durationOr(raw.backoffMax, normal.backoffMaxMs),
    fillMs: durationOr(raw.fill, normal.fillMs),
    clockSkewMs: durationOr(raw.clockSkew, normal.clockSkewMs),
    jobCheckMs: durationOr(raw.jobCheck, normal.jobCheckMs),
  };
}

function readLanes(raw: Partial<Record<Lane, string>>): Record<Lane, number> {
  const entries = LANES.map((lane) => [
    lane,
    durationOr(raw[lane], DEFAULT_TIMING.confirmWithinMs[lane]),
  ]);
  return Object.fromEntries(entries) as Record<Lane, number>;
}
