import { build } from '../kill-loop/build.js';
import { describePostgres } from '../support/postgres.js';
import { runRound } from './round.js';

describePostgres('two replicas on one database', () => {
  beforeAll(build, 180_000);

  test('lose nothing and do nothing twice while they are killed and paused', async () => {
    const { violations, takeOvers, tickets } = await runRound(1, 4);
    expect(violations).toEqual([]);
    expect(takeOvers).toBeGreaterThan(0);
    expect(tickets).toBeGreaterThan(6);
  }, 300_000);
});
