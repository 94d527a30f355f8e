// npm run replicas -- [--events 500] [--seed 1] [jest options]   Real replicas on one PostgreSQL.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const own = process.argv.slice(2);
const events = option('--events') ?? '25';
const seed = option('--seed') ?? String(Math.floor(Math.random() * 1_000_000));
const folder = mkdtempSync(join(tmpdir(), 'jml-replicas-'));
const report = join(folder, 'batches.ndjson');
const results = join(folder, 'results.json');
const loops = ['--testMatch', '**/test/replicas/**/*.loop.ts', '--maxWorkers=1'];
console.log(`${events} events from seed ${seed}; again: --events ${events} --seed ${seed}`);
const output = ['--json', '--outputFile', results, ...own];
const { status } = spawnSync('npm', ['test', '--silent', '--', ...loops, ...output], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    ...process.env,
    ...{ REQUIRE_POSTGRES: '1', REPLICAS_REPORT: report },
    ...{ REPLICAS_EVENTS: events, REPLICAS_SEED: seed },
  },
});
if (existsSync(report)) print(readFileSync(report, 'utf8').trim().split('\n').map(JSON.parse));
const summary = spawnSync(process.execPath, ['.ci/summary.mjs', results], { stdio: 'inherit' });
rmSync(folder, { recursive: true });
process.exitCode = status === 0 ? summary.status : 1;

/** Takes an option of ours out of those for jest. */
function option(name) {
  const at = own.indexOf(name);
  return at === -1 ? undefined : own.splice(at, 2)[1];
}

function print(batches) {
  const strikes = batches.flatMap((batch) => batch.strikes);
  const row = (...cells) => console.log(cells.map((cell) => String(cell).padEnd(14)).join(''));
  row('event', 'times', 'open work', 'on the holder', 'take-over max');
  for (const kind of [...new Set(strikes.map((strike) => strike.kind))].sort()) {
    told(
      kind,
      strikes.filter((strike) => strike.kind === kind),
    );
  }
  told('all', strikes);
  function told(name, some) {
    const times = some.map(({ takeOverMs }) => takeOverMs).filter((ms) => ms !== null);
    const most = times.length > 0 ? `${(Math.max(...times) / 1_000).toFixed(1)} s` : '-';
    const open = some.filter((strike) => strike.open > 0).length;
    row(name, some.length, open, some.filter(({ holder }) => holder).length, most);
  }
  const sum = (of) => batches.reduce((total, batch) => total + of(batch), 0);
  const violations = batches.flatMap((batch) =>
    batch.violations.map(({ invariant, what }) => `seed ${batch.seed}: ${invariant} ${what}`),
  );
  const refused = sum(({ webhooks }) => webhooks['503'] ?? 0);
  console.log(
    `${sum(({ tickets }) => tickets)} tickets done, ${sum(({ calls }) => calls)} calls to Entra, ` +
      `${refused} webhooks answered 503, ${violations.length} violations`,
  );
  for (const violation of violations) console.log(violation);
}
