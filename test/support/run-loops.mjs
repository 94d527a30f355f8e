// Runs the loops of one folder and counts them: a skipped test fails the run, unless it was left out by name.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs `test/<name>` with jest's options as they were given by hand. `environment` is told the path
 * of a file the loops may write into; `print` reads it before the count is printed.
 */
export function runLoops(name, options, environment, print) {
  const folder = mkdtempSync(join(tmpdir(), `jml-${name}-`));
  const report = join(folder, 'report.ndjson');
  const results = join(folder, 'results.json');
  // A loop whose time is up goes on; its processes and connections must not keep the run from ending.
  const ends = ['--maxWorkers=1', '--forceExit'];
  const loops = ['--testMatch', `**/test/${name}/**/*.loop.ts`, ...ends];
  const output = ['--json', '--outputFile', results, ...options];
  const { status } = spawnSync('npm', ['test', '--silent', '--', ...loops, ...output], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment(report) },
  });
  print(linesOf(report));
  const count = ['.ci/summary.mjs', ...filtered(options), results];
  const summary = spawnSync(process.execPath, count, { stdio: 'inherit' });
  rmSync(folder, { recursive: true });
  process.exitCode = status === 0 ? summary.status : 1;
}

/** Takes an option of ours, and its value, out of those for jest. */
export function takeOption(options, name) {
  const at = options.indexOf(name);
  return at === -1 ? undefined : options.splice(at, 2)[1];
}

function linesOf(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The names that jest was asked for, as `.ci/summary.mjs` takes them. */
function filtered(options) {
  const inOne = options.find((option) => /^(-t|--testNamePattern)=/.test(option));
  const at = options.findIndex((option) => option === '-t' || option === '--testNamePattern');
  const pattern = inOne?.slice(inOne.indexOf('=') + 1) ?? (at === -1 ? undefined : options[at + 1]);
  return pattern === undefined ? [] : ['--filtered', pattern];
}
