import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config.js';

const KEY = 'sandboxWebhookSecret';

/**
 * The secret with which the stand-in for ServiceNow signs: made once, then kept, so that a restart
 * does not turn deliveries on their way into forgeries. Other keys of the file stay as they are.
 */
export function keepSandboxSecret(dataDir: string): string {
  const file = join(dataDir, 'secrets.json');
  const secrets = readSecrets(file);
  const kept = secrets[KEY];
  if (typeof kept === 'string' && kept.startsWith('whsec_')) return kept;
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writePrivately(file, JSON.stringify({ ...secrets, [KEY]: secret }, null, 2));
  return secret;
}

function readSecrets(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigError([`${file}: cannot be read; check who owns it`]);
  }
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new ConfigError([`${file}: is not JSON; restore it, or remove it to make new secrets`]);
  }
}

/** Whole or not at all: a crash in between must not leave half a file. */
function writePrivately(file: string, text: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, `${text}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
