// npm run kill-loop -- [--full] [jest options]   Prints what was tried at each point.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'jml-kill-loop-'));
const lines = join(folder, 'points.ndjson');
const results = join(folder, 'results.json');
const loops = ['--testMatch', '**/test/kill-loop/**/*.loop.ts', '--maxWorkers=1'];
const full = process.argv.includes('--full');
const own = process.argv.slice(2).filter((option) => option !== '--full');
const output = ['--json', '--outputFile', results, ...own];
const { status } = spawnSync('npm', ['test', '--silent', '--', ...loops, ...output], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, KILL_LOOP_REPORT: lines, ...(full ? { KILL_LOOP_FULL: '1' } : {}) },
});

const points = existsSync(lines) ? readFileSync(lines, 'utf8').trim().split('\n') : [];
const row = (title, tried, injected, violations, seconds) =>
  `${title.padEnd(52)}${[tried, injected, violations, seconds].map((cell) => String(cell).padStart(11)).join('')}`;
console.log(row('point', 'tried', 'injected', 'violations', 'seconds'));
for (const { title, tried, injected, violations, seconds } of points.map((line) =>
  JSON.parse(line),
)) {
  console.log(row(title, tried, injected, violations.length, seconds));
}
const summary = spawnSync(process.execPath, ['.ci/summary.mjs', results], { stdio: 'inherit' });
rmSync(folder, { recursive: true });
process.exitCode = status === 0 ? summary.status : 1;
