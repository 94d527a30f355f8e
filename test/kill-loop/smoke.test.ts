import { build } from './build.js';
import type { Death } from './bridge-process.js';
import { runDrill } from './run-drill.js';
import { endSpares } from './spares.js';

const BUILD_MS = 180_000;
const DRILL_MS = 120_000;

beforeAll(build, BUILD_MS);
afterAll(endSpares);

const SHARE: Pick<Death, 'point' | 'at'>[] = [
  { point: 'delivery-stored', at: 2 },
  { point: 'attempt-recorded', at: 1 },
  { point: 'note-answered', at: 3 },
];

test.each(SHARE)(
  'a real process killed at pass $at of $point loses nothing and does nothing twice',
  async ({ point, at }) => {
    const { kills, violations } = await runDrill({ deaths: [{ point, at, signal: 'SIGKILL' }] });
    expect(kills).toBe(1);
    expect(violations).toEqual([]);
  },
  DRILL_MS,
);
