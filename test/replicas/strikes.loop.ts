import { appendFileSync } from 'node:fs';
import { build } from '../kill-loop/build.js';
import { endSpares } from '../kill-loop/spares.js';
import { describePostgres } from '../support/postgres.js';
import { runStrikes, type Batch, type BatchPlan } from './run-strikes.js';

/** A world of its own for so many. */
const BATCH = 25;
const EVENTS = Number(process.env['REPLICAS_EVENTS'] ?? 25);
const SEED = Number(process.env['REPLICAS_SEED'] ?? 1);

beforeAll(build, 180_000);
afterAll(endSpares);

describePostgres('two replicas under steady work', () => {
  test(
    'F50: killed, paused and stopped at random, they lose nothing and do nothing twice',
    async () => {
      const found: string[] = [];
      for (let from = 0; from < EVENTS; from += BATCH) {
        const seed = SEED + from / BATCH;
        found.push(...(await runBatch({ seed, events: Math.min(BATCH, EVENTS - from) })));
      }
      expect(found).toEqual([]);
    },
    EVENTS * 10_000 + 300_000,
  );
});

/** Resolves to what the checkers found, with the seed. */
async function runBatch(plan: BatchPlan): Promise<string[]> {
  const batch = await runStrikes(plan);
  report(batch);
  return batch.violations.map(({ invariant, what }) => `seed ${batch.seed}: ${invariant} ${what}`);
}

/** One line for the summary that the run prints at its end. */
function report(batch: Batch): void {
  const file = process.env['REPLICAS_REPORT'];
  if (file) appendFileSync(file, `${JSON.stringify(batch)}\n`);
}
