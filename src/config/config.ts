import type { ConnectionSettings, RetentionSettings, TargetSettings } from '../domain/settings.js';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything the bridge is told from outside, checked, with secrets resolved to their values. */
export interface Config {
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** Of the PostgreSQL that replicas share, with its password; without it the ledger is a file in `dataDir`. */
  databaseUrl?: string | undefined;
  /** Bring older tables up to date at start; else refuse them. */
  migrateAtStart: boolean;
  /** Where people reach the console; no slash at the end. */
  publicUrl: string;
  sandboxPort: number;
  /** Start the stand-ins for Entra and ServiceNow. */
  sandbox: boolean;
  connections: ConnectionSettings[];
  targets: TargetSettings[];
  retention: RetentionSettings;
  /** Folders of the user, absolute, beside those that come with the bridge. */
  templatesDirs: string[];
  connectorsDirs: string[];
  logLevel: LogLevel;
}

export type Env = Readonly<Record<string, string | undefined>>;
/** Reads a text file; throws an error with `code` `ENOENT` where there is none. */
export type ReadFile = (path: string) => string;

/** The configuration cannot be used; each problem names file, path, what was expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
