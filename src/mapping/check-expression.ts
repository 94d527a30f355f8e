import { liquid } from './liquid.js';

/** What every expression may speak of. Below these a missing value is empty; other names are typing errors. */
const ROOTS = ['vars', 'ticket', 'connection', 'target', 'person'];

/** Null for an expression that can be used, else why not. */
export function expressionProblem(source: string, more: readonly string[]): string | null {
  try {
    const parsed = liquid.parse(source);
    const used = liquid.globalVariablesSync(parsed, { partials: false });
    const unknown = used.find((name) => ![...ROOTS, ...more].includes(name));
    return unknown ? `unknown variable ${unknown}` : null;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    return message.replace('undefined filter:', 'unknown filter').replace(/, line:.*/, '');
  }
}
