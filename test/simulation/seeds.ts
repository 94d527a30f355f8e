import { connector } from '../../connectors/servicenow/index.js';
import type { Plugins } from '../../src/compose.js';
import { loadTemplates } from '../../src/load-templates.js';
import { simulate } from './simulate.js';

export const plugins: Plugins = {
  connectors: new Map([[connector.name, connector]]),
  templates: loadTemplates(['templates']),
};

/** Long for one world, short for a hang. */
const WORLD_MS = 120_000;

/** Seeds that once found a bug; they run with every change. */
export const REGRESSIONS: readonly number[] = [3, 10];

/** `SIM_SEEDS` as in `7`, `1-300` or `4,8,100-120`; this file's share of them. */
export function seedsOf(share: number, shares: number): number[] {
  const all = readSeeds(process.env['SIM_SEEDS'] ?? '1-200');
  const seeds = process.env['SIM_SEEDS'] ? all : [...new Set([...REGRESSIONS, ...all])];
  return seeds.filter((_, index) => index % shares === share);
}

export function readSeeds(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [first = NaN, last = first] = part.split('-').map(Number);
    if (!Number.isInteger(first) || !Number.isInteger(last) || last < first) {
      throw new Error(`seeds: expected e.g. 7, 1-300 or 4,8,100-120, got ${text}`);
    }
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** One test for each seed; a failure says how to see it again. */
export function testSeeds(seeds: readonly number[]): void {
  test.each(seeds)(
    'no invariant is violated in the world of seed %i',
    async (seed) => {
      const { violations } = await simulate(seed, plugins);
      const found = violations.map(({ invariant, what }) => `${invariant} ${what}`);
      const replay =
        found.length > 0 ? [`replay: npm run simulate -- --seeds ${seed}-${seed}`] : [];
      expect([...found, ...replay]).toEqual([]);
    },
    WORLD_MS,
  );
}
