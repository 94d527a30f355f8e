import { build } from '../kill-loop/build.js';
import { endSpares } from '../kill-loop/spares.js';
import { describePostgres } from '../support/postgres.js';
import { runStrikes } from './run-strikes.js';

beforeAll(build, 180_000);
afterAll(endSpares);

describePostgres('two replicas under work', () => {
  test('that are killed, paused and stopped lose nothing and do nothing twice', async () => {
    const { strikes, violations } = await runStrikes({ seed: 7, events: 4 });
    expect(violations).toEqual([]);
    expect(strikes.map(({ kind }) => kind).sort()).toEqual(['kill', 'long pause', 'pause', 'stop']);
    expect(strikes.some(({ open }) => open > 0)).toBe(true);
  }, 120_000);
});
