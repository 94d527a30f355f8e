import type { SandboxState } from '../../state.js';

/** R1: prefix and at least seven digits, from a counter of its own for each table. */
export function nextNumber(state: SandboxState, prefix: string): string {
  const counters = state.collection<number>('servicenow.counter');
  const next = (counters.get(prefix) ?? 10_000) + 1;
  counters.put(prefix, next);
  return `${prefix}${String(next).padStart(7, '0')}`;
}
