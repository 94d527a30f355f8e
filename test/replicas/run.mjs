// npm run replicas -- [--events 500] [--seed 1] [jest options]   Prints what was struck and how it went.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const args = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'jml-replicas-'));
const report = join(folder, 'rounds.ndjson');
const results = join(folder, 'results.json');
const loops = ['--testMatch', '**/test/replicas/*.loop.ts', '--maxWorkers=1'];
const env = {
  ...process.env,
  ...{ REPLICA_REPORT: report, REPLICA_EVENTS: option('--events', '60') },
  REPLICA_SEED: option('--seed', '1'),
};
const output = ['--json', '--outputFile', results, ...args];
const { status } = spawnSync('npm', ['test', '--silent', '--', ...loops, ...output], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env,
});

const rounds = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n') : [];
for (const round of rounds.map((line) => JSON.parse(line))) {
  const events = Object.entries(round.events).map(([event, count]) => `${count} ${event}`);
  console.log(
    `seed ${round.seed}: ${events.join(', ')}; ${round.withWork} of them with work open; ` +
      `${round.tickets} tickets, ${round.calls} calls, ${round.takeOvers} take-overs; ` +
      `${round.violations.length} violations`,
  );
}
const summary = spawnSync(process.execPath, ['.ci/summary.mjs', results], { stdio: 'inherit' });
rmSync(folder, { recursive: true });
process.exitCode = status === 0 ? summary.status : 1;

/** Takes an option and its value out of what is left for jest. */
function option(name, otherwise) {
  const at = args.indexOf(name);
  return at < 0 ? otherwise : args.splice(at, 2)[1];
}
