import type { Env, ReadFile } from './config.js';

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

export interface SecretSources {
  env: Env;
  readFile: ReadFile;
}

/**
 * Puts values in place of `${ENV_NAME}` and `file:/path`, anywhere below `value`. What was put in is
 * not looked at again, so a secret may contain either form. Problems name the path, never a value.
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
  if (text.startsWith('file:/'))
    return readSecret(text.slice('file:'.length), sources, problems, path);
  return text.replace(VARIABLE, (_, name: string) => {
    const value = sources.env[name];
    if (value === undefined || value === '') {
      problems.push(`${path}: the environment variable ${name} is not set`);
    }
    return value ?? '';
  });
}

function readSecret(file: string, sources: SecretSources, problems: string[], path: string) {
  try {
    // Editors and `echo` end a file with a line break that is no part of the secret.
    return sources.readFile(file).replace(/\r?\n$/, '');
  } catch {
    problems.push(`${path}: the file ${file} cannot be read`);
    return '';
  }
}
