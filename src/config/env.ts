import { DATABASE_URL_EXPECTED, readDatabaseUrl } from './database-url.js';
import { ConfigError, LOG_LEVELS, type Env, type LogLevel, type ReadFile } from './config.js';
import { isWebAddress } from './web-address.js';

export interface EnvSettings {
  port?: number | undefined;
  sandboxPort?: number | undefined;
  host?: string | undefined;
  dataDir?: string | undefined;
  publicUrl?: string | undefined;
  databaseUrl?: string | undefined;
  migrateAtStart?: boolean | undefined;
  logLevel?: LogLevel | undefined;
}

/** The settings a container or a developer's shell changes most; an empty variable is not set. */
export function readEnv(env: Env, readFile: ReadFile): EnvSettings {
  const problems: string[] = [];
  const settings: EnvSettings = {
    port: readPort('PORT', env, problems),
    sandboxPort: readPort('SANDBOX_PORT', env, problems),
    host: env['HOST'] || undefined,
    dataDir: env['DATA_DIR'] || undefined,
    publicUrl: env['PUBLIC_URL'] || undefined,
    databaseUrl: readDatabase(env, readFile, problems),
    migrateAtStart: readFlag('MIGRATE_AT_START', env, problems),
    logLevel: readLevel(env, problems),
  };
  if (settings.publicUrl !== undefined && !isWebAddress(settings.publicUrl)) {
    problems.push('environment: PUBLIC_URL: expected an address such as https://jml.example.com');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return settings;
}

function readPort(name: string, env: Env, problems: string[]): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  problems.push(`environment: ${name}: expected a port number from 0 to 65535`);
  return undefined;
}

function readDatabase(env: Env, readFile: ReadFile, problems: string[]): string | undefined {
  const text = env['DATABASE_URL'];
  if (!text) return undefined;
  const url = readDatabaseUrl(text, readFile);
  if (url === null) problems.push(`environment: DATABASE_URL: ${DATABASE_URL_EXPECTED}`);
  return url ?? undefined;
}

function readFlag(name: string, env: Env, problems: string[]): boolean | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  problems.push(`environment: ${name}: expected true or false`);
  return undefined;
}

function readLevel(env: Env, problems: string[]): LogLevel | undefined {
  const level = env['LOG_LEVEL'];
  if (!level) return undefined;
  const known = LOG_LEVELS.find((name) => name === level);
  if (!known) problems.push(`environment: LOG_LEVEL: expected one of ${LOG_LEVELS.join(', ')}`);
  return known;
}
