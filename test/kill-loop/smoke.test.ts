import { build } from './build.js';
import type { Death } from './bridge-process.js';
import { runDrill } from './run-drill.js';
import { endSpares } from './spares.js';

const BUILD_MS = 180_000;
const DRILL_MS = 120_000;

beforeAll(build, BUILD_MS);
afterAll(endSpares);

const DEATHS: Death[] = [
  { point: 'delivery-stored', at: 2, signal: 'SIGKILL' },
  { point: 'attempt-recorded', at: 1, signal: 'SIGKILL' },
  { point: 'note-answered', at: 3, signal: 'SIGKILL' },
];

test(
  'a real process killed three times in one story loses nothing and does nothing twice',
  async () => {
    const { kills, violations } = await runDrill({ deaths: DEATHS });
    expect(kills).toBe(DEATHS.length);
    expect(violations).toEqual([]);
  },
  DRILL_MS,
);
