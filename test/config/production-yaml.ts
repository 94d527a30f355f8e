export const PRODUCTION = `
port: 9090
publicUrl: https://jml.example.com/
connections:
  - name: servicenow-prod
    connector: servicenow
    url: https://acme.service-now.com
    target: entra
    proof:
      kind: standard-webhooks
      secrets: ['\${SN_HOOK}']
    auth:
      kind: oauth-client-credentials
      clientId: jml
      clientSecret: '\${SN_SECRET}'
    settings: { statusField: u_jml_status }
    zone: Europe/Berlin
targets:
  - name: entra
    credential:
      kind: secret
      tenantId: 11111111-2222-3333-4444-555555555555
      clientId: 00000000-0000-4000-8000-000000000001
      secret: file:/run/secrets/entra
    servicePrincipalId: 0c000000-0000-4000-8000-000000000001
    jobId: API2AAD.1.2
    domain: example.com
    timing: { confirmWithin: { urgent-termination: 20 min } }
`;
