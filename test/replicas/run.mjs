// npm run replicas -- [--events 500] [--seed 1] [jest options]   Real replicas on one PostgreSQL.
import { runLoops, takeOption } from '../support/run-loops.mjs';

const own = process.argv.slice(2);
const events = takeOption(own, '--events') ?? '25';
const seed = takeOption(own, '--seed') ?? String(Math.floor(Math.random() * 1_000_000));
console.log(`${events} events from seed ${seed}; again: --events ${events} --seed ${seed}`);

runLoops('replicas', own, environment, print);

function environment(report) {
  const asked = { REPLICAS_EVENTS: events, REPLICAS_SEED: seed };
  return { REQUIRE_POSTGRES: '1', REPLICAS_REPORT: report, ...asked };
}

function print(batches) {
  if (batches.length === 0) return;
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
