import type { TargetSettings } from '../../src/domain/settings.js';

const minutes = (count: number) => count * 60_000;

/** A target with production timings. */
export const testTarget: TargetSettings = {
  name: 'entra',
  graphUrl: 'http://127.0.0.1:1/graph/v1.0',
  authorityUrl: 'http://127.0.0.1:1/entra',
  credential: { kind: 'secret', tenantId: 't', clientId: 'c', secret: 's' },
  servicePrincipalId: 'sp',
  jobId: 'job',
  domain: 'example.com',
  extensions: { jml: 'urn:ietf:params:scim:schemas:extension:jml:1.0:User' },
  directoryRead: false,
  withoutBaseline: 'hold',
  limits: {
    callsPerWindow: 40,
    windowMs: 5_000,
    callsPerDay: 2_000,
    terminationReserve: 0.05,
    recordsPerCall: 50,
    logReadsPerWindow: 5,
    logReadWindowMs: 10_000,
  },
  timing: {
    approvalFreshnessMs: minutes(15),
    checkAfterMs: [2, 5, 10, 20, 30, 40].map(minutes),
    explainAfterMs: minutes(12),
    confirmWithinMs: {
      'urgent-termination': minutes(30),
      termination: minutes(60),
      transfer: minutes(240),
      hire: minutes(240),
    },
    doubtMs: minutes(30),
    bucketFullMs: minutes(5),
    backoffMs: 2_000,
    backoffMaxMs: minutes(5),
    fillMs: 2_000,
    clockSkewMs: minutes(2),
    jobCheckMs: minutes(3),
  },
};
