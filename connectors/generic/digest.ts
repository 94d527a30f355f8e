import { createHash } from 'node:crypto';
import type { VariableValue } from '../../src/kit/index.js';

/** Changes exactly when an answer does: members sorted by name, rows in their order. */
export function digestOf(vars: Record<string, VariableValue>): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(vars)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.map(([name, member]) => [name, sorted(member)]);
}
