import type { Lane } from './kind.js';

/** How a connection's deliveries are proven. Secrets are already resolved to their values. */
export type SenderProof =
  | { kind: 'standard-webhooks'; secrets: string[]; toleranceSeconds: number }
  | { kind: 'header'; header: string; tokens: string[] }
  | { kind: 'bearer'; tokens: string[] }
  | { kind: 'basic'; credentials: { user: string; password: string }[] };

export type ConnectionAuth =
  | { kind: 'none' }
  | { kind: 'basic'; user: string; password: string }
  | { kind: 'bearer'; token: string }
  | { kind: 'header'; header: string; token: string }
  | { kind: 'oauth-client-credentials'; clientId: string; clientSecret: string }
  | { kind: 'standard-webhooks'; secret: string };

/** `burst` at once, then so many a second. */
export interface DeliveryRate {
  perSecond: number;
  burst: number;
}

/** A configured connector, e.g. `servicenow-prod`. */
export interface ConnectionSettings {
  name: string;
  connector: string;
  /** Base address of the system; everything the connector asks for lies below it. Empty: no calls. */
  url: string;
  /** The address may lead into a private network. */
  allowPrivate?: boolean;
  target: string;
  proof: SenderProof;
  auth: ConnectionAuth;
  /** The connector's own settings. */
  settings: Record<string, string>;
  /** Zone for people whose site has none. */
  zone: string;
  /** Proven deliveries it may bring; the usual ones where absent. */
  rate?: DeliveryRate;
  /** Cron expression of the sweep, with seconds allowed; empty: no sweep. */
  sweep: string;
  /** How far back the first sweep looks, milliseconds. */
  sweepLookbackMs: number;
}

/** How long things are kept, milliseconds. */
export interface RetentionSettings {
  /** Bodies of deliveries, from when they came in. */
  deliveriesMs: number;
  /** Tickets with all that belongs to them, from when nothing of them was open any more. */
  ticketsMs: number;
}

export type TargetCredential =
  | { kind: 'secret'; tenantId: string; clientId: string; secret: string }
  | { kind: 'certificate'; tenantId: string; clientId: string; certificateFile: string }
  | { kind: 'managed-identity'; clientId?: string }
  | { kind: 'workload-identity'; tenantId: string; clientId: string; tokenFile: string };

/** One Entra provisioning job. Milliseconds throughout. */
export interface TargetSettings {
  name: string;
  /** e.g. `https://graph.microsoft.com/v1.0`. */
  graphUrl: string;
  /** e.g. `https://login.microsoftonline.com`. */
  authorityUrl: string;
  credential: TargetCredential;
  servicePrincipalId: string;
  jobId: string;
  /** Domain of generated user names. */
  domain: string;
  /** Further domains of the tenant that templates may give user names in. */
  otherDomains?: string[];
  /** Short prefix of an extension attribute path to its namespace, e.g. `jml`. */
  extensions: Record<string, string>;
  /** May the directory be read (User.Read.All)? */
  directoryRead: boolean;
  /** A transfer or termination of a person whose full record is unknown: send what is known, or hold. */
  withoutBaseline: 'send' | 'hold';
  limits: TargetLimits;
  timing: TargetTiming;
}

export interface TargetLimits {
  callsPerWindow: number;
  windowMs: number;
  callsPerDay: number;
  /** Share of the day's calls only terminations may use. */
  terminationReserve: number;
  recordsPerCall: number;
  logReadsPerWindow: number;
  logReadWindowMs: number;
}

export interface TargetTiming {
  /** An approval older than this is confirmed again before anything is sent. */
  approvalFreshnessMs: number;
  /** After an accepted call, when to look for rows, one entry per look; the last repeats. */
  checkAfterMs: number[];
  /** No row by then: find out why and say so. */
  explainAfterMs: number;
  /** No row by then: unconfirmed, sent again if still the newest. */
  confirmWithinMs: Record<Lane, number>;
  /** A hire or transfer in doubt waits this long for evidence before it is sent again. */
  doubtMs: number;
  /** Waiting time after "bucket full". */
  bucketFullMs: number;
  /** First wait after a failure; doubles, with jitter, up to the maximum. */
  backoffMs: number;
  backoffMaxMs: number;
  /** How long a partly filled call may wait for more while tickets are still being mapped. */
  fillMs: number;
  /** Tolerated difference between our clock and Entra's. */
  clockSkewMs: number;
  jobCheckMs: number;
}
