import type { TicketRef, TicketSnapshot } from '../domain/ticket.js';
import type { TicketView } from '../domain/view.js';
import type { Exchange } from './exchange.js';

/** One setting of a connection: form, validation and documentation come from it. */
export interface SettingSpec {
  name: string;
  label: string;
  description: string;
  required: boolean;
  secret?: boolean;
  default?: string;
  /** Where given, one of these values. */
  choices?: readonly string[];
}

export type Settings = Readonly<Record<string, string>>;

/** What a delivery says: only where to look, never what to believe. */
export interface Hint {
  is: 'hint';
  tickets: TicketRef[];
  /** For the deliveries page, e.g. `approval.approved`. */
  event: string;
}

/** Understood as JSON, refused as a delivery; answered 422, stored and listed. */
export interface Refusal {
  is: 'refusal';
  problem: 'validation-failed' | 'not-approved';
  errors: { pointer: string; code: string }[];
  /**
   * Set where the delivery still tells which ticket of this very system it is about: that one is
   * read back and told of the refusal.
   */
  ticket?: TicketRef;
}

/** A delivery that concerns nobody here, e.g. the echo of our own writeback: stored, then left. */
export interface Ignored {
  is: 'ignored';
  why: string;
}

/** A ticket to read; `delivered` is the parsed body of its newest proven delivery, if there was one. */
export type ReadOrder = TicketRef & { delivered?: unknown };

export interface WritebackOrder {
  ticket: TicketSnapshot;
  view: TicketView;
  /** Unique to this note; stands in its text, so that a repeat can be recognised. */
  marker: string;
  /** An earlier try may have reached the system: look for the marker before writing the note. */
  mayBeRepeat: boolean;
  /** Address of the agent's page about this ticket; empty when none is configured. */
  link: string;
}

/**
 * `shown` once the ticket has the note; `not-found` where the system does not know the ticket, or
 * hides it, which a later try may find mended; `impossible` when no repeat can succeed.
 */
export type WritebackResult =
  | { is: 'shown'; noteFound: boolean; notes: string[] }
  | { is: 'not-found'; why: string }
  | { is: 'impossible'; why: string };

/** How the connection's own system wants calls to be authenticated; secrets come from configuration. */
export type AuthKind =
  'none' | 'basic' | 'bearer' | 'header' | 'oauth-client-credentials' | 'standard-webhooks';

/**
 * One kind of ticket system, as pure functions: bytes in, values out. The core does I/O, retries,
 * pacing and logging, and is never told the vendor's name anywhere else.
 */
export interface Connector {
  name: string;
  title: string;
  settings: readonly SettingSpec[];
  auth: readonly AuthKind[];
  /** For OAuth client credentials: where a token is had, form-encoded. */
  tokenPath?: string;
  /** Calls that may run at once against one instance. */
  concurrency: number;
  /** Tickets one `read` may ask for. */
  readBatch: number;
  /** A proven, well-formed delivery in; what it points at out. */
  parse(body: unknown, settings: Settings): Hint | Refusal | Ignored;
  /** Of systems that are not read back: which of two accepted deliveries of a ticket is the newer. */
  revisionOf?: (body: unknown) => number;
  /**
   * Reads tickets whole, at most `readBatch` of them. A ticket that does not exist, or that the
   * integration user may not see, is absent from the result. A connector without read-back
   * returns what the newest proven delivery said, from `delivered`.
   */
  read(tickets: readonly ReadOrder[], settings: Settings): Exchange<TicketSnapshot[]>;
  /** References of approved, open tickets of the given catalog items, changed at or after `since`. */
  sweep(since: number, catalogItems: readonly string[], settings: Settings): Exchange<TicketRef[]>;
  /** Makes the ticket show the view, its note exactly once. */
  writeback(order: WritebackOrder, settings: Settings): Exchange<WritebackResult>;
  /** Where people see the ticket in its own system; empty when unknown. */
  ticketUrl(ticket: TicketSnapshot, settings: Settings): string;
}

/** The one way to make a connector; checks at start what types cannot. */
export function defineConnector(connector: Connector): Connector {
  if (!/^[a-z][a-z0-9-]*$/.test(connector.name)) {
    throw new Error(
      `connector name ${connector.name}: expected lower-case letters, digits, dashes`,
    );
  }
  const names = connector.settings.map((setting) => setting.name);
  if (new Set(names).size !== names.length) {
    throw new Error(`connector ${connector.name}: two settings have the same name`);
  }
  return connector;
}
