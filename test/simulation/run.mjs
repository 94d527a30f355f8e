// Runs worlds by the thousand: npm run simulate -- --seeds 20000   (or 500-700, or 4,8,100-120)
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyOf } from './copy.mjs';

/** One process for each core of the smallest machine this runs on. */
const AT_ONCE = 2;

const at = process.argv.indexOf('--seeds');
const asked = at < 0 ? '1-1000' : (process.argv[at + 1] ?? '');
const copy = copyOf(process.cwd());
let passed = 0;
let failed = 0;

try {
  const { readSeeds } = await import(join(copy, 'test/simulation/seeds.js'));
  const { Worlds } = await import(join(copy, 'test/simulation/run-worlds.js'));
  const worlds = new Worlds(copy);
  const ranges = rangesOf(readSeeds(/^\d+$/.test(asked) ? `1-${asked}` : asked));
  await Promise.all(Array.from({ length: AT_ONCE }, () => runAll(worlds, ranges)));
} finally {
  rmSync(dirname(copy), { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** Runs of at most 25 seeds in a row, so that no process is left with all the slow ones. */
function rangesOf(seeds) {
  const ranges = [];
  for (const seed of seeds) {
    const last = ranges.at(-1);
    if (last && last[1] + 1 === seed && seed - last[0] < 25) last[1] = seed;
    else ranges.push([seed, seed]);
  }
  return ranges;
}

async function runAll(worlds, ranges) {
  for (let range = ranges.shift(); range; range = ranges.shift()) {
    for await (const report of worlds.run(...range)) tell(report);
  }
}

function tell({ seed, what, violated, broke }) {
  if (violated.length === 0 && !broke) {
    passed++;
    return;
  }
  failed++;
  console.log(`seed ${seed}: ${what || broke}`);
  console.log(`  replay: npm run simulate -- --seeds ${seed}-${seed}`);
}
