import { appendFileSync } from 'node:fs';
import type { Violation } from '../simulation/history.js';
import { EVERY } from './share.js';

/** Runs at once: enough to keep two cores busy while one of them waits. */
const LANES = 3;

export interface Injection {
  /** What was to be injected really was. */
  fired: boolean;
  violations: Violation[];
}

/** Which places are met: from the first one, every so many. */
export interface Walk {
  first: number;
  step: number;
  lanes: number;
}

/**
 * Injects at the first place, then at the next, and so on until a run comes through in which
 * nothing was left to inject. Resolves to every violation met, with the place that brought it.
 */
export async function failAtEveryN(
  title: string,
  run: (n: number) => Promise<Injection>,
  { first, step, lanes }: Walk = { first: 1, step: EVERY, lanes: LANES },
): Promise<string[]> {
  const startedAt = Date.now();
  const outcomes: Injection[] = [];
  const place = (index: number) => first + index * step;
  while (outcomes.every(({ fired }) => fired)) {
    const places = Array.from({ length: lanes }, (_, lane) => place(outcomes.length + lane));
    outcomes.push(...(await Promise.all(places.map(run))));
  }
  const violations = outcomes.flatMap((one, index) => told(one.violations, `${place(index)}`));
  const injected = outcomes.filter(({ fired }) => fired).length;
  report({ title, tried: outcomes.length, injected, violations, seconds: since(startedAt) });
  return violations;
}

/** Injects at each of the places, one run after the other. */
export async function failAtEach<Place>(
  title: string,
  places: readonly Place[],
  run: (place: Place) => Promise<Violation[]>,
): Promise<string[]> {
  const startedAt = Date.now();
  const violations: string[] = [];
  for (const place of places) {
    violations.push(...told(await run(place), JSON.stringify(place)));
  }
  const tried = places.length;
  report({ title, tried, injected: tried, violations, seconds: since(startedAt) });
  return violations;
}

const since = (startedAt: number): number => Math.round((Date.now() - startedAt) / 100) / 10;

function told(violations: readonly Violation[], place: string): string[] {
  return violations.map(({ invariant, what }) => `at ${place}: ${invariant} ${what}`);
}

/** One line for the table that the whole loop prints at its end. */
function report(line: {
  title: string;
  tried: number;
  injected: number;
  violations: string[];
  seconds: number;
}): void {
  const file = process.env['KILL_LOOP_REPORT'];
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
