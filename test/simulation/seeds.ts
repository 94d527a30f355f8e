import { connector } from '../../connectors/servicenow/index.js';
import type { Plugins } from '../../src/compose.js';
import { loadTemplates } from '../../src/load-templates.js';

export const plugins: Plugins = {
  connectors: new Map([[connector.name, connector]]),
  templates: loadTemplates(['templates']),
};

/**
 * Seeds beyond the first 200 that found a bug; they run with every change. Whoever changes what chance
 * decides gives every seed another world, and begins this list anew: each bug has a test of its own.
 */
export const REGRESSIONS: readonly number[] = [826, 914, 1432];

/** Reads `7`, `1-300` or `4,8,100-120`. */
export function readSeeds(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [first = NaN, last = first] = part.split('-').map(Number);
    if (!Number.isInteger(first) || !Number.isInteger(last) || last < first) {
      throw new Error(`seeds: expected e.g. 7, 1-300 or 4,8,100-120, got ${text}`);
    }
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
