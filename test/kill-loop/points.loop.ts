import { failAtEveryN } from './fail-at-n.js';
import { KILL_POINTS } from './kill-points.js';
import { runDrill } from './run-drill.js';
import { endSpares } from './spares.js';

const LOOP_MS = 30 * 60_000;

afterAll(endSpares);

test.each(KILL_POINTS)(
  '$fault $k: killed at every pass of $point, nothing is lost or done twice',
  async ({ fault, k, point }) => {
    const violations = await failAtEveryN(`${fault} ${k} ${point}`, (at) =>
      runDrill({ deaths: [{ point, at, signal: 'SIGKILL' }] }),
    );
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);
