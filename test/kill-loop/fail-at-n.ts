import { appendFileSync } from 'node:fs';
import type { Violation } from '../simulation/history.js';
import type { Outcome } from './run-drill.js';

/** Runs at once: enough to keep two cores busy while one of them waits. */
const LANES = 3;
const MOST = 2_000;

/**
 * Injects at the first place, then at the second, and so on until a run comes through in which
 * nothing was left to inject. Resolves to every violation met, with the place that brought it.
 */
export async function failAtEveryN(
  title: string,
  run: (n: number) => Promise<Pick<Outcome, 'fired' | 'violations'>>,
  { lanes = LANES, from = 1, most = MOST } = {},
): Promise<string[]> {
  const startedAt = Date.now();
  const outcomes: Awaited<ReturnType<typeof run>>[] = [];
  for (let n = from; ; n += lanes) {
    const numbers = Array.from({ length: lanes }, (_, lane) => n + lane).filter((at) => at <= most);
    outcomes.push(...(await Promise.all(numbers.map(run))));
    if (outcomes.some(({ fired }) => !fired) || n + lanes > most) break;
  }
  const violations = outcomes.flatMap((outcome, index) => told(outcome.violations, from + index));
  report({
    ...{ title, tried: outcomes.length, violations },
    injected: outcomes.filter(({ fired }) => fired).length,
    seconds: Math.round((Date.now() - startedAt) / 100) / 10,
  });
  return violations;
}

function told(violations: readonly Violation[], n: number): string[] {
  return violations.map(({ invariant, what }) => `at ${n}: ${invariant} ${what}`);
}

/** One line for the table that the whole loop prints at its end. */
export function report(line: {
  title: string;
  tried: number;
  injected: number;
  violations: string[];
  seconds: number;
}): void {
  const file = process.env['KILL_LOOP_REPORT'];
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
