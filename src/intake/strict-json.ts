import type { FieldError } from './problem.js';
import { scanJson } from './scan-json.js';

export type JsonProblem =
  'malformed-json' | 'invalid-encoding' | 'duplicate-key' | 'validation-failed';

export type StrictJson =
  { is: 'value'; value: unknown } | { is: 'refused'; problem: JsonProblem; errors: FieldError[] };

/**
 * JSON with one reading only. The runtime's parser decides the syntax; what it accepts in silence is
 * refused here: bytes that are not UTF-8, keys given twice, keys that reach into prototypes, half
 * characters, numbers that lose digits, and nesting nobody means.
 */
export function readStrictJson(bytes: Uint8Array): StrictJson {
  const text = decode(bytes);
  if (text === null) return { is: 'refused', problem: 'invalid-encoding', errors: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { is: 'refused', problem: 'malformed-json', errors: [] };
  }
  const found = scanJson(text);
  return found ? { is: 'refused', ...found } : { is: 'value', value };
}

/** A byte order mark stays in the text, where the parser refuses it (RFC 8259 section 8.1). */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
