import { stableSysId } from '../stable-id.js';

/** Stable, so that templates, documents and checkers can name them. */
export const CATALOG_ITEMS = {
  newHire: stableSysId('catalog:New hire'),
  transfer: stableSysId('catalog:Transfer'),
  termination: stableSysId('catalog:Termination'),
  /** Only reachable through the order guide. */
  laptop: stableSysId('catalog:Laptop'),
  /** An order guide: one submission, a New hire and a Laptop item under one request. */
  onboardingGuide: stableSysId('catalog:Onboarding guide'),
} as const;

export const SANDBOX_PASSWORD = 'sandbox';
export const ADMIN_USER = 'admin';
export const ADMIN_SYS_ID = stableSysId('user:admin');
export const INTEGRATION_USER = 'jml.bridge';
export const INTEGRATION_SYS_ID = stableSysId('user:jml.bridge');
export const OAUTH_CLIENT_ID = 'jml-bridge';
export const OAUTH_CLIENT_SECRET = 'sandbox';
export const API_KEY = 'sandbox-api-key';
/** Approves where a request names nobody who could. */
export const DEFAULT_APPROVER = 'grace.kim';
export const RATE_RULE_SYS_ID = stableSysId('rate-rule:table');
