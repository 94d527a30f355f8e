import { appendFileSync } from 'node:fs';
import { build } from '../kill-loop/build.js';
import { describePostgres } from '../support/postgres.js';
import { runRound, type RoundReport } from './round.js';

const EVENTS = Number(process.env['REPLICA_EVENTS'] ?? 60);
const SEED = Number(process.env['REPLICA_SEED'] ?? 1);
/** Each round has a database and stand-ins of its own, so that checkers read short histories. */
const PER_ROUND = 50;
const ROUND_MS = 20 * 60_000;

const rounds = Array.from({ length: Math.ceil(EVENTS / PER_ROUND) }, (_, index) => ({
  seed: SEED + index,
  events: Math.min(PER_ROUND, EVENTS - index * PER_ROUND),
}));

describePostgres('two replicas on one database', () => {
  beforeAll(build, 180_000);

  test.each(rounds)(
    'lose nothing and do nothing twice while struck $events times (seed $seed)',
    async ({ seed, events }) => {
      const report = await runRound(seed, events);
      tell(report);
      expect(report.violations).toEqual([]);
    },
    ROUND_MS,
  );
});

/** One line for the table that is printed at the end. */
function tell(report: RoundReport): void {
  const file = process.env['REPLICA_REPORT'];
  if (file) appendFileSync(file, `${JSON.stringify(report)}\n`);
}
