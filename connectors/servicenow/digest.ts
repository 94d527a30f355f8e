import { createHash } from 'node:crypto';

export type Pair = [name: string, value: string];

/** The only reliable detector of a changed answer (fact sheet 2.7): stored values, sorted by name. */
export function digestOf(pairs: readonly Pair[]): string {
  const sorted = pairs.map((pair) => JSON.stringify(pair)).sort();
  return createHash('sha256').update(sorted.join('\n')).digest('hex');
}
