import { plugins } from './seeds.js';
import { simulate } from './simulate.js';

/** What one world came to, as one line of JSON. */
export interface WorldReport {
  seed: number;
  /** The invariants that were violated, and what the first violation said. */
  violated: string[];
  what: string;
  /** The world itself broke; no checker saw anything. */
  broke?: string;
}

/** Runs the worlds of the seeds from one to another and tells of each on standard output. */
async function runWorlds(first: number, last: number): Promise<void> {
  for (let seed = first; seed <= last; seed++) {
    process.stdout.write(`${JSON.stringify(await runWorld(seed))}\n`);
  }
}

async function runWorld(seed: number): Promise<WorldReport> {
  try {
    const { violations } = await simulate(seed, plugins);
    const violated = [...new Set(violations.map(({ invariant }) => invariant))];
    return {
      seed,
      violated,
      what: violations
        .map((one) => `${one.invariant} ${one.what}`)
        .join('; ')
        .slice(0, 4000),
    };
  } catch (error) {
    return { seed, violated: [], what: '', broke: String((error as Error).stack) };
  }
}

await runWorlds(Number(process.argv[2]), Number(process.argv[3]));
