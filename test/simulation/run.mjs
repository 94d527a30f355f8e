// Runs worlds by the thousand: npm run simulate -- --seeds 20000   (or --seeds 500-700)
import { spawnSync } from 'node:child_process';

const at = process.argv.indexOf('--seeds');
const asked = at < 0 ? '1-1000' : (process.argv[at + 1] ?? '');
const seeds = /^\d+$/.test(asked) ? `1-${asked}` : asked;
const jest = ['test', '--', '--silent', '--maxWorkers=2', 'test/simulation/worlds'];
const { status } = spawnSync('npm', ['run', '--silent', ...jest], {
  stdio: 'inherit',
  env: { ...process.env, SIM_SEEDS: seeds },
});
process.exitCode = status ?? 1;
