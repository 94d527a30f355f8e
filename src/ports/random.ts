/** The only source of chance: ids and jitter. */
export interface Random {
  /** A fraction in [0, 1). */
  fraction(): number;
  /** A version 4 UUID, lower case. */
  uuid(): string;
}
