import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema.js';

export type Tx = Transaction<Database>;
export type Reader = Kysely<Database>;

/** The store could not be written: nothing may be answered 2xx, and nothing was changed. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/**
 * Where stages meet. One set of tables and queries for every engine.
 */
export interface Store {
  /** For reading outside a transaction. */
  readonly read: Reader;
  /**
   * Runs `work` in a transaction and resolves once it is durable. `work` may run next to others in
   * one group commit; it must do nothing but talk to `tx`, and may be run again from its start
   * where the engine asks for a retry. Throws `StoreUnavailableError` when the engine cannot take it.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
