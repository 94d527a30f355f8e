import { appendFileSync } from 'node:fs';
import { build } from '../kill-loop/build.js';
import { endSpares } from '../kill-loop/spares.js';
import { describePostgres } from '../support/postgres.js';
import { runStrikes, type Batch } from './run-strikes.js';

/** A world of its own for so many. */
const BATCH = 25;
const EVENTS = Number(process.env['REPLICAS_EVENTS'] ?? 25);
const SEED = Number(process.env['REPLICAS_SEED'] ?? 1);
/** At once: replicas mostly wait for leases and pauses. */
const LANES = 2;

beforeAll(build, 180_000);
afterAll(endSpares);

describePostgres('two replicas under steady work', () => {
  test(
    'F50: killed, paused and stopped at random, they lose nothing and do nothing twice',
    async () => {
      const plans = Array.from({ length: Math.ceil(EVENTS / BATCH) }, (_, index) => ({
        seed: SEED + index,
        events: Math.min(BATCH, EVENTS - index * BATCH),
      }));
      const found = await Promise.all(Array.from({ length: LANES }, () => runAll(plans)));
      expect(found.flat()).toEqual([]);
    },
    EVENTS * 10_000 + 300_000,
  );
});

/** Takes plans until none is left; resolves to what the checkers found, with the seed. */
async function runAll(plans: Parameters<typeof runStrikes>[0][]): Promise<string[]> {
  const found: string[] = [];
  for (let plan = plans.shift(); plan; plan = plans.shift()) {
    const batch = await runStrikes(plan);
    report(batch);
    found.push(
      ...batch.violations.map(({ invariant, what }) => `seed ${batch.seed}: ${invariant} ${what}`),
    );
  }
  return found;
}

/** One line for the summary that the run prints at its end. */
function report(batch: Batch): void {
  const file = process.env['REPLICAS_REPORT'];
  if (file) appendFileSync(file, `${JSON.stringify(batch)}\n`);
}
