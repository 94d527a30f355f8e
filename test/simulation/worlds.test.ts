import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { REGRESSIONS } from './seeds.js';

/** Ten times as long as two hundred worlds take on two cores that have nothing else to do. */
const ALL_WORLDS_MS = 600_000;

test(
  'no invariant is violated in 200 worlds, nor in those that once found a bug',
  async () => {
    const seeds = ['1-200', ...REGRESSIONS].join(',');
    const run = spawn(process.execPath, ['test/simulation/run.mjs', '--seeds', seeds]);
    const [told, failed] = await Promise.all([text(run.stdout), text(run.stderr)]);
    expect(`${failed}${told}`).toBe(`${200 + REGRESSIONS.length} passed, 0 failed\n`);
  },
  ALL_WORLDS_MS,
);
