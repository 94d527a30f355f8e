import type { Env, ReadFile } from './config.js';

const REFERENCE = /\$\{([^}]*)\}/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export interface SecretSources {
  env: Env;
  readFile: ReadFile;
}

/**
 * Puts values in place of `${ENV_NAME}` and `file:/path`, anywhere below `value`. What was put in is
 * not looked at again, so a secret may contain either form. Problems name the path, never a value. What
 * only looks like a reference is refused: as it stands it would be a secret that anybody can guess.
 */
export function resolveSecrets(
  value: unknown,
  sources: SecretSources,
  problems: string[],
  path = '',
): unknown {
  if (typeof value === 'string') return resolveText(value, sources, problems, path);
  if (Array.isArray(value)) {
    return value.map((item, i) => resolveSecrets(item, sources, problems, `${path}[${i}]`));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    const below = path ? `${path}.${key}` : key;
    return [key, resolveSecrets(item, sources, problems, below)];
  });
  return Object.fromEntries(entries);
}

function resolveText(text: string, sources: SecretSources, problems: string[], path: string) {
  if (text.startsWith('file:'))
    return readSecret(text.slice('file:'.length), sources, problems, path);
  return text.replace(REFERENCE, (_, name: string) => {
    const value = NAME.test(name) ? sources.env[name] : undefined;
    if (!value) problems.push(`${path}: ${variableProblem(name)}`);
    return value ?? '';
  });
}

function variableProblem(name: string): string {
  if (!NAME.test(name)) return 'expected ${NAME} with letters, digits and underscores';
  return `the environment variable ${name} is not set`;
}

function readSecret(file: string, sources: SecretSources, problems: string[], path: string) {
  if (!file.startsWith('/')) {
    problems.push(`${path}: expected file: and an absolute path, such as file:/run/secrets/name`);
    return '';
  }
  try {
    // Editors and `echo` end a file with a line break that is no part of the secret.
    return sources.readFile(file).replace(/\r?\n$/, '');
  } catch {
    problems.push(`${path}: the file ${file} cannot be read`);
    return '';
  }
}
