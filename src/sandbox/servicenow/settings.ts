/** How the sandbox instance is set up. What a source only assumes can be switched here. */
export interface ServiceNowSettings {
  /** Milliseconds until an asynchronous rule or flow step runs, between these two (H16). */
  asyncDelayMs: [number, number];
  /** Milliseconds from a request's item to the request itself (R16). */
  requestLagMs: number;
  approvalOn: 'item' | 'request';
  /** With the approval on the request: whether the item is set approved as well. */
  approvalReachesItem: boolean;
  /** A rejected item is closed incomplete (`upon_reject` cancel). */
  closeOnReject: boolean;
  /** The rule that stamps `closed_at` and `closed_by` is missing in some instances (R13). */
  stampClosed: boolean;
  /** `glide.rest.choice.allow_non_existing_value` (R10). */
  allowUnknownChoices: boolean;
  /** `glide.invalid_query.returns_no_rows` (H3). */
  invalidQueryReturnsNothing: boolean;
  /** A journal-only write counts as an update (R8). */
  journalCounts: boolean;
  /** An update that changes nothing counts all the same (R3). */
  emptyUpdateCounts: boolean;
  /** A variable edit also touches its item (R15). */
  variableEditTouchesItem: boolean;
  /** A first page links to `prev` with offset -1 (H2). */
  prevOnFirstPage: boolean;
  /** Accept and Content-Type are demanded as the reference says. */
  demandHeaders: boolean;
  /** Single quotes and unquoted keys are taken in bodies (H14). */
  lenientJson: boolean;
  /** Cookies, `X-Is-Logged-In`, `X-Transaction-ID` (H15). */
  sessionHeaders: boolean;
  /** Every call answers a hibernation page (H9). */
  hibernating: boolean;
  auth: AuthSettings;
  acl: AclSettings;
  /** Calls per hour, user and resource; null for no rule (H6). */
  rateLimit: { perHour: number; commitEveryMs: number } | null;
  /** Calls that may run at once, and how long each one takes (H7). */
  threads: { count: number; latencyMs: number };
  webhook: WebhookSettings;
}

export interface AuthSettings {
  basic: boolean;
  apiKey: boolean;
  /** `glide.oauth.inbound.client.credential.grant_type.enabled` (H10). */
  clientCredentials: boolean;
  /** Seconds; 1799 on a real instance. */
  tokenLifetime: number;
}

/** What the rules of access take from everybody but the administrator (H5). */
export interface AclSettings {
  /** `sys_id`s. */
  hiddenRecords: string[];
  /** By table. */
  hiddenFields: Record<string, string[]>;
  readOnlyFields: Record<string, string[]>;
  readOnlyTables: string[];
  /** Whether the integration user may decide approvals that are not its own. */
  integrationApproves: boolean;
}

export type TriggerMode =
  'on approval' | 'every update' | 'unique change' | 'once' | 'not while running';

export interface WebhookSettings {
  /** Empty: the rule is switched off. */
  url: string;
  /** `whsec_` and base64; several, separated by spaces, while a key is being rotated. */
  secret: string;
  auth: 'signature' | 'header' | 'basic' | 'oauth' | 'none';
  headerName: string;
  headerValue: string;
  user: string;
  password: string;
  oauth: { tokenUrl: string; clientId: string; clientSecret: string };
  body: 'thin' | 'fat';
  instance: string;
  /** What `generateMac` does to other than ASCII text is not known (O4). */
  charset: 'ascii' | 'utf-8' | 'latin1';
  trigger: TriggerMode;
  /** How long a run of the flow lasts, for `not while running`. */
  runMs: number;
  /** Also tell of rejection, reset and cancellation after the approval. */
  laterEvents: boolean;
  /** Updates by these users fire nothing: the customer's guard against loops (O8). */
  ignoreUsers: string[];
  /** Of a REST step; RESTMessageV2 never retries (O2, O3). */
  retry: { count: number; intervalMs: number; honorRetryAfter: boolean };
}

export const DEFAULT_SETTINGS: ServiceNowSettings = {
  asyncDelayMs: [0, 0],
  requestLagMs: 0,
  approvalOn: 'item',
  approvalReachesItem: true,
  closeOnReject: true,
  stampClosed: true,
  allowUnknownChoices: false,
  invalidQueryReturnsNothing: false,
  journalCounts: true,
  emptyUpdateCounts: false,
  variableEditTouchesItem: false,
  prevOnFirstPage: false,
  demandHeaders: false,
  lenientJson: false,
  sessionHeaders: true,
  hibernating: false,
  auth: { basic: true, apiKey: true, clientCredentials: true, tokenLifetime: 1799 },
  acl: {
    hiddenRecords: [],
    hiddenFields: {},
    readOnlyFields: {},
    readOnlyTables: [],
    integrationApproves: false,
  },
  rateLimit: null,
  threads: { count: 4, latencyMs: 0 },
  webhook: {
    url: '',
    secret: '',
    auth: 'signature',
    headerName: 'X-ServiceNow-Secret',
    headerValue: '',
    user: '',
    password: '',
    oauth: { tokenUrl: '', clientId: '', clientSecret: '' },
    body: 'thin',
    instance: 'sandbox',
    charset: 'ascii',
    trigger: 'on approval',
    runMs: 60_000,
    laterEvents: true,
    ignoreUsers: ['jml.bridge'],
    retry: { count: 0, intervalMs: 5000, honorRetryAfter: true },
  },
};
