import { parseArgs } from 'node:util';
import { conditions, demandPostgres } from './conditions.js';
import { table } from './figures.js';
import { prepareDrain, runDrain, type DrainFigures } from './run-drain.js';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '20000' },
    'kill-every': { type: 'string', default: '3000-5000' },
    seed: { type: 'string', default: '1' },
  },
});
const people = Number(values.people);
const [least = 3_000, most = least] = values['kill-every'].split('-').map(Number);
const plan = { seed: Number(values.seed), every: [least, most] as const };
/** What 40 calls of 50 records in any 5 s allow on average; the first 40 go at once. */
const ideal = (Math.ceil(people / 50) / 40) * 5;

const where = await conditions(await demandPostgres());
const { world: prepared, seconds } = await prepareDrain(people);
const runs: [string, DrainFigures][] = [];
try {
  runs.push(['without kills', await runDrain(prepared, people, null)]);
  runs.push([`a kill every ${least} to ${most} ms`, await runDrain(prepared, people, plan)]);
} finally {
  await prepared.close();
}
console.log(
  `${where}. ${people} hires, two replicas, ideal ${ideal} s, seed ${plan.seed}. All were approved and mapped after ${seconds.toFixed(0)} s.\n`,
);
console.log(table(['', ...runs.map(([name]) => name)], rows()));
const found = runs.flatMap(([, { violations }]) => violations);
for (const { invariant, what } of found.slice(0, 20)) console.error(`${invariant}: ${what}`);
process.exitCode = runs.every(([, run]) => isRight(run)) ? 0 : 1;

function rows(): string[][] {
  const row = (name: string, of: (run: DrainFigures) => string | number) => [
    name,
    ...runs.map(([, run]) => String(of(run))),
  ];
  return [
    row('calls', ({ calls }) => calls),
    row('refused with 429', ({ refused }) => refused),
    row('records per call', ({ recordsPerCall }) => recordsPerCall.toFixed(1)),
    row('people created', ({ created }) => created),
    row('created twice', ({ createdTwice }) => createdTwice),
    row('lost', ({ lost }) => lost),
    row('records sent again', ({ repeated }) => repeated),
    row('first to last person, s', ({ drainSeconds }) => drainSeconds.toFixed(1)),
    row('ratio to the ideal', ({ drainSeconds }) => (drainSeconds / ideal).toFixed(2)),
    row('first to last call, s', ({ lastCallSeconds }) => lastCallSeconds.toFixed(1)),
    row('kills, of the lane’s holder', ({ kills }) => `${kills.all}, ${kills.ofHolder}`),
    row('take-overs', ({ takeOvers }) => takeOvers),
    row('all tickets show their end after, s', ({ finalSeconds }) => finalSeconds.toFixed(0)),
    row('tickets that do not', ({ open }) => open),
    row('invariants broken', ({ violations }) => violations.length),
  ];
}

function isRight(run: DrainFigures): boolean {
  const wrong = [run.refused, run.createdTwice, run.lost, run.open, run.violations.length];
  return run.created === people && wrong.every((count) => count === 0);
}
