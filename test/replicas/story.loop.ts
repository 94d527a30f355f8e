import { build } from '../kill-loop/build.js';
import { endSpares } from '../kill-loop/spares.js';
import { storyEnds, tell } from '../kill-loop/story.js';
import { checkAll } from '../simulation/checkers/index.js';
import { describePostgres } from '../support/postgres.js';
import { ReplicaDrill } from './replica-drill.js';

beforeAll(build, 180_000);
afterAll(endSpares);

describePostgres('a month in eleven tickets', () => {
  test.each([2, 4])(
    'is told by %i replicas as by one',
    async (replicas) => {
      const drill = await ReplicaDrill.open({ replicas });
      await tell(drill);
      const { history, trail, troubles } = await drill.close();
      expect([...troubles, ...checkAll(history), ...storyEnds(history)]).toEqual([]);
      expect(trail.taken.map(({ fence }) => fence)).toEqual([1]);
      expect(trail.claims.length).toBeGreaterThan(5);
    },
    300_000,
  );
});
