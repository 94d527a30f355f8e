import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema.js';

export type Tx = Transaction<Database>;
export type Reader = Kysely<Database>;

/** The store could not be written: nothing may be answered 2xx, and nothing was changed. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';
}

/**
 * The connection broke over the commit, and the store could not be asked since whether it took
 * place. Neither may be assumed: whoever gets this reads again before it acts.
 */
export class CommitUnknownError extends StoreUnavailableError {
  override readonly name = 'CommitUnknownError';
}

/**
 * Thrown by `work` inside `write`: what it read was changed by another writer before it could lock
 * it. The store runs the work again from its start, where there can be another writer at all.
 */
export class ChangedMeanwhileError extends Error {
  override readonly name = 'ChangedMeanwhileError';
}

/** Wakes other processes on the same store. A hint: where one is lost, they look a little later. */
export interface Nudges {
  send(): void;
  /** The listener takes the place of the one before. */
  hear(listener: () => void): void;
}

/**
 * Where stages meet. One set of tables and queries for every engine. Rows that a transaction
 * decides upon are read `for no key update`: people first, then their tickets, then the rest.
 */
export interface Store {
  /** For reading outside a transaction. */
  readonly read: Reader;
  /** The name under which this process holds leases, unlike that of any other process alive. */
  readonly replica: string;
  /** Other processes may have the store open as well, so that not every lease is this one's. */
  readonly shared: boolean;
  readonly nudges: Nudges;
  /**
   * Runs `work` in a transaction and resolves once it is durable. `work` may run next to others in
   * one group commit; it must do nothing but talk to `tx`, and may be run again from its start
   * where the engine asks for a retry. Throws `StoreUnavailableError` when the engine cannot take
   * it, and its kind `CommitUnknownError` when nobody can tell.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
