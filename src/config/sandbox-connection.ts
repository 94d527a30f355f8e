import type { ConnectionSettings } from '../domain/settings.js';

/** The connection to the stand-in for ServiceNow. */
export function sandboxConnection(sandboxPort: number, secret: string): ConnectionSettings {
  return {
    name: 'servicenow-sandbox',
    connector: 'servicenow',
    url: `http://127.0.0.1:${sandboxPort}/servicenow`,
    target: 'entra-sandbox',
    proof: { kind: 'standard-webhooks', secrets: [secret], toleranceSeconds: 300 },
    auth: { kind: 'oauth-client-credentials', clientId: 'jml-bridge', clientSecret: 'sandbox' },
    settings: {
      statusField: 'u_jml_status',
      detailField: 'u_jml_detail',
      integrationUser: 'jml.bridge',
    },
    zone: 'UTC',
    sweep: '*/10 * * * * *',
    sweepLookbackMs: 86_400_000,
  };
}
