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
  /** A hire or transfer in doubt waits this long before it is sent again. */
  doubtMs: number;
  /** Without it, a hire cannot know that somebody has its number already. */
  directoryRead: boolean;
}

/** One call the bridge made to an upstream, as the network saw its answer. */
export interface Call {
  at: number;
  /** `entra`, `servicenow`, or `graph` and its service, e.g. `graph bulkUpload`. */
  to: string;
  /** Null where no answer came. */
  status: number | null;
  /** As the answer had it, e.g. `120`. */
  retryAfter: string | null;
}

/** Everything a checker may look at: what both stand-ins saw, and what the bridge says of itself. */
export interface History {
  events: readonly SandboxEvent[];
  audit: readonly AuditEvent[];
  /** The first row that does not fit the audit chain; null when all do. */
  brokenLink: number | null;
  /** The ledger's rows, to tell what its ids mean. */
  tickets: readonly LedgerTicket[];
  changes: readonly LedgerChange[];
  /** What was taken in, under the sender's own id of the delivery. */
  deliveries: readonly { eventId: string; status: number }[];
  people: readonly { id: string; externalId: string }[];
  /** Open matters before a human, by subject. */
  attention: readonly { subject: string; ticket: string | null }[];
  /** What every ticket's status field shows in its own system, by `sys_id`. */
  shown: ReadonlyMap<string, string>;
  /** Empty where nobody watched the network. */
  calls: readonly Call[];
  /** When the bridge was started, again and again; empty where nobody watched. */
  starts: readonly number[];
  /** Audit rows that were changed or taken out behind the bridge's back, and it did not notice. */
  unseenForgeries: readonly string[];
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
  /** From when on nothing goes wrong any more; Infinity where nobody knows. */
  calmFrom: number;
  /** When the world stopped. */
  end: number;
}

export interface LedgerTicket {
  id: string;
  ref: string;
  number: string;
  state: string;
  /** The status it should show; null before its first view. */
  status: string | null;
}

export interface LedgerChange {
  id: string;
  ticket: string;
  person: string;
  step: string;
  state: string;
  /** Of the answers on the form it was made of. */
  digest: string;
  approvedAt: number;
}

export interface Violation {
  invariant: string;
  what: string;
}

export type Checker = (history: History) => Violation[];

export function violation(invariant: string, what: string): Violation {
  return { invariant, what };
}
