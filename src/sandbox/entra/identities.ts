/** The sandbox's fixed names, so that documents and examples can cite them. */
export const TENANT_ID = '11111111-2222-3333-4444-555555555555';
export const CLIENT_ID = '00000000-0000-4000-8000-000000000001';
export const CLIENT_SECRET = 'sandbox';
export const SERVICE_PRINCIPAL_ID = '0c000000-0000-4000-8000-000000000001';
export const SERVICE_PRINCIPAL_NAME = 'HR feed';
export const JOB_ID =
  'API2AAD.11111111222233334444555555555555.99999999-aaaa-bbbb-cccc-dddddddddddd';
export const DEFAULT_DOMAIN = 'sandbox.example';
export const SOURCE_SYSTEM_ID = '5a000000-0000-4000-8000-000000000001';
export const TARGET_SYSTEM_ID = '7a000000-0000-4000-8000-000000000001';

/** Application permissions the client holds at first [Grant]. */
export const CLIENT_ROLES: readonly string[] = [
  'SynchronizationData-User.Upload',
  'ProvisioningLog.Read.All',
  'Synchronization.Read.All',
  'User.Read.All',
];
