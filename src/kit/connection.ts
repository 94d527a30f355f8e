import type { Reason } from '../domain/reason.js';
import type { ConnectionSettings } from '../domain/settings.js';
import type { Connector, Exchange } from './index.js';

/**
 * `later`: nothing is known to have happened, the exchange may be run again after `afterMs`.
 * `broken`: no repeat helps until a human changes something; `why` says what.
 * `oneRequest`: the system is there and refused, or answered badly, just what was asked of it; asked
 * for other tickets it may answer.
 */
export type Driven<T> =
  | { is: 'done'; value: T }
  | { is: 'later'; afterMs: number; why: Reason; oneRequest?: true }
  | { is: 'broken'; why: Reason; oneRequest?: true };

/** A configured ticket system that can be talked to. */
export interface Connection {
  settings: ConnectionSettings;
  connector: Connector;
  /** Runs one conversation to its end; `exchange` makes it, so that it can be made anew. */
  run<T>(exchange: () => Exchange<T>): Promise<Driven<T>>;
}
