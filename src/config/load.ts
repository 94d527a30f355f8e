import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError, type Config, type Env, type ReadFile } from './config.js';
import { readConnection } from './connection.js';
import { crossCheck } from './cross-check.js';
import { readEnv, type EnvSettings } from './env.js';
import type { RawConfig } from './raw.js';
import { readRetention } from './retention.js';
import { sandboxConnection } from './sandbox-connection.js';
import { keepSandboxSecret } from './sandbox-secret.js';
import { sandboxTarget } from './sandbox-target.js';
import { readTarget } from './target.js';
import { readYaml } from './yaml-file.js';

const DEFAULT_FILE = './bridge.yaml';
const readText: ReadFile = (path) => readFileSync(path, 'utf8');

/**
 * The environment over bridge.yaml over defaults. Without a bridge.yaml the bridge runs against its
 * own sandbox. Throws `ConfigError` with every problem found, not only the first.
 */
export function loadConfig(
  env: Env = process.env,
  readFile: ReadFile = readText,
  keepSecret: (dataDir: string) => string = keepSandboxSecret,
): Config {
  const settings = readEnv(env, readFile);
  const file = env['BRIDGE_CONFIG'] || DEFAULT_FILE;
  const text = readIfThere(file, readFile, Boolean(env['BRIDGE_CONFIG']));
  const raw = text === null ? { sandbox: true } : readYaml({ file, text, env, readFile });
  const config = assemble(raw, settings, dirname(file), keepSecret);
  const problems = crossCheck(config);
  if (problems.length > 0) throw new ConfigError(problems.map((p) => `${file}: ${p}`));
  return config;
}

/** The configuration of a bridge that talks to its own stand-ins and nothing else. */
export function sandboxConfig(
  settings: EnvSettings = {},
  keepSecret: (dataDir: string) => string = keepSandboxSecret,
): Config {
  return assemble({ sandbox: true }, settings, '.', keepSecret);
}

function assemble(
  raw: RawConfig,
  env: EnvSettings,
  folder: string,
  keepSecret: (dataDir: string) => string,
): Config {
  const config: Config = {
    ...placeOf(raw, env),
    sandbox: raw.sandbox ?? false,
    connections: (raw.connections ?? []).map(readConnection),
    targets: (raw.targets ?? []).map(readTarget),
    retention: readRetention(raw.retention ?? {}),
    templatesDirs: (raw.templatesDirs ?? []).map((dir) => resolve(folder, dir)),
    connectorsDirs: (raw.connectorsDirs ?? []).map((dir) => resolve(folder, dir)),
    logLevel: env.logLevel ?? raw.logLevel ?? 'info',
  };
  return config.sandbox ? withSandbox(config, keepSecret(config.dataDir)) : config;
}

/** Where it listens and keeps its data: the environment goes over the file. */
function placeOf(raw: RawConfig, env: EnvSettings) {
  const port = env.port ?? raw.port ?? 8080;
  const publicUrl = env.publicUrl ?? raw.publicUrl ?? `http://localhost:${port}`;
  return {
    port,
    host: env.host ?? raw.host ?? '127.0.0.1',
    dataDir: resolve(env.dataDir ?? raw.dataDir ?? './data'),
    publicUrl: publicUrl.replace(/\/+$/, ''),
    databaseUrl: env.databaseUrl ?? raw.databaseUrl,
    migrateAtStart: env.migrateAtStart ?? raw.migrateAtStart ?? true,
    sandboxPort: env.sandboxPort ?? raw.sandboxPort ?? 8081,
  };
}

function withSandbox(config: Config, secret: string): Config {
  return {
    ...config,
    connections: [...config.connections, sandboxConnection(config.sandboxPort, secret)],
    targets: [...config.targets, sandboxTarget(config.sandboxPort)],
  };
}

function readIfThere(file: string, readFile: ReadFile, required: boolean): string | null {
  try {
    return readFile(file);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing && !required) return null;
    throw new ConfigError([`${file}: ${missing ? 'there is no such file' : 'cannot be read'}`]);
  }
}
