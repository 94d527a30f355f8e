import type { TargetSettings } from '../domain/settings.js';
import { DEFAULT_LIMITS, DEFAULT_TIMING } from './target-defaults.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The stand-in for Entra, with waits short enough to watch. */
export function sandboxTarget(sandboxPort: number): TargetSettings {
  return {
    name: 'entra-sandbox',
    graphUrl: `http://127.0.0.1:${sandboxPort}/graph/v1.0`,
    authorityUrl: `http://127.0.0.1:${sandboxPort}/entra`,
    credential: {
      kind: 'secret',
      tenantId: '11111111-2222-3333-4444-555555555555',
      clientId: '00000000-0000-4000-8000-000000000001',
      secret: 'sandbox',
    },
    servicePrincipalId: '0c000000-0000-4000-8000-000000000001',
    jobId: 'API2AAD.11111111222233334444555555555555.99999999-aaaa-bbbb-cccc-dddddddddddd',
    domain: 'sandbox.example',
    extensions: { jml: 'urn:ietf:params:scim:schemas:extension:jml:1.0:User' },
    directoryRead: true,
    withoutBaseline: 'hold',
    limits: DEFAULT_LIMITS,
    timing: {
      ...DEFAULT_TIMING,
      checkAfterMs: [2 * SECOND],
      explainAfterMs: MINUTE,
      confirmWithinMs: {
        'urgent-termination': 2 * MINUTE,
        termination: 2 * MINUTE,
        transfer: 2 * MINUTE,
        hire: 2 * MINUTE,
      },
      doubtMs: MINUTE,
      bucketFullMs: 10 * SECOND,
      backoffMs: SECOND,
      backoffMaxMs: 30 * SECOND,
      fillMs: 1500,
      clockSkewMs: SECOND,
      jobCheckMs: 5 * SECOND,
    },
  };
}
