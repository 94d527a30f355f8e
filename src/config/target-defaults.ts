import type { TargetLimits, TargetTiming } from '../domain/settings.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * The stricter of what Microsoft's pages say: 40 calls in 5 s (troubleshooting page) and 2,000 calls
 * a day, the lower of the two daily allowances. A tenant with the higher one says so in bridge.yaml.
 */
export const DEFAULT_LIMITS: TargetLimits = {
  callsPerWindow: 40,
  windowMs: 5 * SECOND,
  callsPerDay: 2000,
  terminationReserve: 0.05,
  recordsPerCall: 50,
  logReadsPerWindow: 5,
  logReadWindowMs: 10 * SECOND,
};

export const DEFAULT_TIMING: TargetTiming = {
  approvalFreshnessMs: 15 * MINUTE,
  checkAfterMs: [2, 5, 10, 20, 30, 40].map((minutes) => minutes * MINUTE),
  explainAfterMs: 12 * MINUTE,
  confirmWithinMs: {
    'urgent-termination': 30 * MINUTE,
    termination: HOUR,
    transfer: 4 * HOUR,
    hire: 4 * HOUR,
  },
  doubtMs: 30 * MINUTE,
  bucketFullMs: 5 * MINUTE,
  backoffMs: 2 * SECOND,
  backoffMaxMs: 5 * MINUTE,
  fillMs: 2 * SECOND,
  clockSkewMs: 2 * MINUTE,
  jobCheckMs: 3 * MINUTE,
};
