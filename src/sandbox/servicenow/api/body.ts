import type { SandboxRequest } from '../../message.js';

/** The object a body holds; the first of them where it is a list (itsm-platforms 2.1). */
export function bodyOf(
  request: SandboxRequest,
  lenient: boolean,
): Record<string, unknown> | undefined {
  const text = request.body.toString('utf8');
  if (text.trim() === '') return {};
  const value = parse(text) ?? (lenient ? parse(strict(text)) : undefined);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'object' && first !== null && !Array.isArray(first)
    ? (first as Record<string, unknown>)
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** H14: single quotes and bare keys, as the documentation's own examples have them. */
function strict(text: string): string {
  return text
    .replace(/'((?:[^'\\]|\\.)*)'/g, (_, inner: string) => JSON.stringify(inner))
    .replace(/([{,]\s*)([A-Za-z_]\w*)(\s*:)/g, '$1"$2"$3');
}
