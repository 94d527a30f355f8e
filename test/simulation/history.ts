import type { HistoryEvent } from '../../src/sandbox/state.js';

/** One line of the sandbox's history; `seq` tells the order in which things took effect. */
export type SandboxEvent = HistoryEvent & { seq: number };

export interface AuditEvent {
  seq: number;
  at: number;
  actor: string;
  action: string;
  subject: string;
  data: Record<string, unknown>;
}

export interface FinalUser {
  externalId: string;
  userName: string;
  enabled: boolean;
  title: string;
}

/** What the bridge has promised to keep to; milliseconds. */
export interface Promises {
  callsPerWindow: number;
  windowMs: number;
  callsPerDay: number;
  terminationReserve: number;
  recordsPerCall: number;
  approvalFreshnessMs: number;
  clockSkewMs: number;
  backoffMaxMs: number;
  /** Without it, a hire cannot know that somebody has its number already. */
  directoryRead: boolean;
}

/** Everything a checker may look at: what both stand-ins saw, and what the bridge says of itself. */
export interface History {
  events: readonly SandboxEvent[];
  audit: readonly AuditEvent[];
  /** The first row that does not fit the audit chain; null when all do. */
  brokenLink: number | null;
  /** The ledger's rows, to tell what its ids mean. */
  tickets: readonly { id: string; ref: string; number: string; state: string }[];
  changes: readonly { id: string; state: string }[];
  people: readonly { id: string; externalId: string }[];
  /** Open matters before a human, by subject. */
  attention: readonly { subject: string; ticket: string | null }[];
  /** `sys_user.sys_id` to employee number. */
  employeeNumbers: ReadonlyMap<string, string>;
  directory: readonly FinalUser[];
  /** Everybody the directory knew before the first ticket. */
  before: readonly FinalUser[];
  /** What the bridge's log said. */
  log: readonly string[];
  /** Texts that must never stand in a log. */
  secrets: readonly string[];
  promises: Promises;
  /** When the world stopped. */
  end: number;
}

export interface Violation {
  invariant: string;
  what: string;
}

export type Checker = (history: History) => Violation[];

export function violation(invariant: string, what: string): Violation {
  return { invariant, what };
}
