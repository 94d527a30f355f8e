import { CLIENT_ROLES, CLIENT_SECRET, DEFAULT_DOMAIN } from './identities.js';
import { DEFAULT_ERROR_CODES, DEFAULT_ROW_CODES } from './codes.js';
import type { ErrorCodes, RowCodes } from './codes.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A window of a rate limit: so many calls in any so many milliseconds. */
export interface Limit {
  calls: number;
  windowMs: number;
}

/** A key trusted for JWTs of an outside issuer (workload identity federation). */
export interface FederatedCredential {
  issuer: string;
  subject: string;
  audience: string;
  /** PEM, certificate or public key. */
  key: string;
}

/** How the tenant is set up. What the documents leave open can be switched here. */
export interface EntraSettings {
  /** Multiplies the delays and lags below; 0 makes everything visible at once. */
  scale: number;
  processingDelayMs: number;
  /** At most so many operations in one cycle. */
  cycleOperations: number;
  /** How fast the job works; a client that is faster fills the bucket [Troubleshoot]. */
  operationsPerSecond: number;
  /** From processing until the row can be read, between these two [Troubleshoot]. */
  logDelayMs: [number, number];
  /** From creation until Graph finds the user [LabKeep]. */
  userReadLagMs: number;

  /** Refuses what the resource page forbids but samples do. */
  strict: boolean;
  /** DELETE operations on beta, as its 2023 page showed. */
  deletes: boolean;
  target: 'entra' | 'ad';
  maxBodyBytes: number;
  /** Operations waiting or failed; beyond it the bucket is full. */
  queueCapacity: number;

  licence: 'P1' | 'Governance';
  /** Calls in 24 hours by licence [Concepts]. */
  dailyCalls: { P1: number; Governance: number };
  burst: Limit;
  logReads: Limit;
  /** Whether a 429 says when to come back. */
  retryAfter: boolean;

  roles: string[];
  ownedServicePrincipals: string[];
  /** Object ids answered as belonging to another tenant. */
  foreignServicePrincipals: string[];
  tokenLifetimeSeconds: number;
  secrets: string[];
  expiredSecrets: string[];
  /** PEM, certificates or public keys of the client. */
  certificates: string[];
  federatedCredentials: FederatedCredential[];
  /** Without the role User-LifeCycleInfo.Read.All the leave date is left out [G-TS]. */
  leaveDateNeedsRole: boolean;

  /** The first is the default domain. */
  verifiedDomains: string[];
  matchCaseSensitive: boolean;
  attributeNamesCaseSensitive: boolean;
  /** Opens both gates of null flow for every single-valued attribute that allows it [Clear]. */
  nullFlow: boolean;
  /** What a new account is where `active` is absent. */
  enabledByDefault: boolean;
  /** Out of scope is then a skip and no disable [PlanHR]. */
  skipOutOfScopeDeletions: boolean;
  /** Managers are written as a row of their own or as a step of the person's row. */
  managerRow: 'row' | 'step';
  /** The label of a row that only disables. */
  disableAction: 'disable' | 'update';

  /** Accounts that one cycle may delete or disable; null: not guarded [AccDel]. */
  accidentalDeletionThreshold: number | null;
  /** Without one, a start ends in quarantine [Configure]. */
  notificationEmail: string;
  /** When failures lead to quarantine [Quar]. */
  escrow: { minimum: number; proportion: number; base: number; total: number };
  quarantineRetryMs: number[];
  quarantineLimitMs: number;

  logRetentionMs: number;
  softDeleteMs: number;
  logPageSize: number;
  logMaxTop: number;
  logOrder: 'asc' | 'desc';
  /** Allows `ge`, `le` and `ne`, which samples use and the reference lacks. */
  lenientFilters: boolean;

  errorCodes: ErrorCodes;
  rowCodes: RowCodes;
}

export const DEFAULT_ENTRA_SETTINGS: EntraSettings = {
  scale: 1,
  processingDelayMs: 30_000,
  cycleOperations: 1000,
  operationsPerSecond: 2000,
  logDelayMs: [300_000, 600_000],
  userReadLagMs: 120_000,
  strict: false,
  deletes: false,
  target: 'entra',
  maxBodyBytes: 4 * 1024 * 1024,
  queueCapacity: 100_000,
  licence: 'P1',
  dailyCalls: { P1: 2000, Governance: 6000 },
  burst: { calls: 40, windowMs: 5000 },
  logReads: { calls: 5, windowMs: 10_000 },
  retryAfter: true,
  roles: [...CLIENT_ROLES],
  ownedServicePrincipals: [],
  foreignServicePrincipals: [],
  tokenLifetimeSeconds: 3599,
  secrets: [CLIENT_SECRET],
  expiredSecrets: [],
  certificates: [],
  federatedCredentials: [],
  leaveDateNeedsRole: false,
  verifiedDomains: [DEFAULT_DOMAIN],
  matchCaseSensitive: false,
  attributeNamesCaseSensitive: false,
  nullFlow: false,
  enabledByDefault: true,
  skipOutOfScopeDeletions: false,
  managerRow: 'row',
  disableAction: 'disable',
  accidentalDeletionThreshold: null,
  notificationEmail: 'identity@sandbox.example',
  escrow: { minimum: 5000, proportion: 0.4, base: 40_000, total: 60_000 },
  quarantineRetryMs: [6 * HOUR, 12 * HOUR, 24 * HOUR],
  quarantineLimitMs: 28 * DAY,
  logRetentionMs: 30 * DAY,
  softDeleteMs: 30 * DAY,
  logPageSize: 100,
  logMaxTop: 1000,
  logOrder: 'desc',
  lenientFilters: true,
  errorCodes: DEFAULT_ERROR_CODES,
  rowCodes: DEFAULT_ROW_CODES,
};
