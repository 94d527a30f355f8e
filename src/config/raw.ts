import type {
  ConnectionAuth,
  DeliveryRate,
  SenderProof,
  TargetCredential,
} from '../domain/settings.js';
import type { Lane } from '../domain/kind.js';
import type { LogLevel } from './config.js';

/** bridge.yaml as written, after the schema has passed it; durations are still text. */
export interface RawConfig {
  port?: number;
  host?: string;
  dataDir?: string;
  publicUrl?: string;
  databaseUrl?: string;
  migrateAtStart?: boolean;
  sandboxPort?: number;
  sandbox?: boolean;
  logLevel?: LogLevel;
  templatesDirs?: string[];
  connectorsDirs?: string[];
  connections?: RawConnection[];
  targets?: RawTarget[];
  retention?: RawRetention;
}

export type RawProof =
  | Exclude<SenderProof, { kind: 'standard-webhooks' }>
  | { kind: 'standard-webhooks'; secrets: string[]; toleranceSeconds?: number };

export interface RawConnection {
  name: string;
  connector: string;
  url?: string;
  /** Addresses of private networks are refused unless this says otherwise. */
  allowPrivate?: boolean;
  /** Ports beside the scheme's own. */
  allowPorts?: number[];
  target: string;
  proof: RawProof;
  auth?: ConnectionAuth;
  settings?: Record<string, string>;
  zone?: string;
  rate?: DeliveryRate;
  sweep?: string;
  sweepLookback?: string;
}

export interface RawTarget {
  name: string;
  graphUrl?: string;
  authorityUrl?: string;
  credential: TargetCredential;
  servicePrincipalId: string;
  jobId: string;
  domain: string;
  otherDomains?: string[];
  extensions?: Record<string, string>;
  directoryRead?: boolean;
  withoutBaseline?: 'send' | 'hold';
  limits?: RawLimits;
  timing?: RawTiming;
}

export interface RawRetention {
  deliveries?: string;
  tickets?: string;
}

export interface RawLimits {
  callsPerWindow?: number;
  window?: string;
  callsPerDay?: number;
  terminationReserve?: number;
  recordsPerCall?: number;
  logReadsPerWindow?: number;
  logReadWindow?: string;
}

export interface RawTiming {
  approvalFreshness?: string;
  checkAfter?: string[];
  explainAfter?: string;
  confirmWithin?: Partial<Record<Lane, string>>;
  doubt?: string;
  bucketFull?: string;
  backoff?: string;
  backoffMax?: string;
  fill?: string;
  clockSkew?: string;
  jobCheck?: string;
}
