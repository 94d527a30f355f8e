import { parseArgs } from 'node:util';
import { conditions, demandPostgres } from './conditions.js';
import { median, spread, table } from './figures.js';
import { measureIntake, type Arrangement, type IntakeFigures } from './measure-intake.js';

/** Signed deliveries answered 2xx per second, by how many replicas take them in. */
const ARRANGEMENTS: readonly Arrangement[] = [
  { name: '1 replica, PostgreSQL', replicas: 1, shared: true },
  { name: '2 replicas, PostgreSQL', replicas: 2, shared: true },
  { name: '4 replicas, PostgreSQL', replicas: 4, shared: true },
  { name: '1 process, SQLite', replicas: 1, shared: false },
];

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    'in-flight': { type: 'string', default: '32' },
  },
});
const rounds = Number(values.rounds);
const load = { seconds: Number(values.seconds), inFlight: Number(values['in-flight']) };

const where = await conditions(await demandPostgres());
const measured: IntakeFigures[][] = [];
for (let round = 1; round <= rounds; round++) {
  const figures: IntakeFigures[] = [];
  for (const arrangement of ARRANGEMENTS) figures.push(await measureIntake(arrangement, load));
  measured.push(figures);
  console.error(`round ${round}: ${figures.map(({ rate }) => rate.toFixed(0)).join(', ')} /s`);
}
console.log(
  `${where}. ${load.inFlight} requests in flight, ${rounds} rounds of ${load.seconds} s.\n`,
);
const head = ['', 'answered/s', 'to 1 replica', 'p50 ms', 'p99 ms'];
const cores = ['bridges', 'PostgreSQL', 'load', 'others'];
console.log(table([...head, ...cores.map((name) => `cores: ${name}`)], ARRANGEMENTS.map(rowOf)));

/** Ratios within one round, so that what else the machine does meanwhile touches both sides. */
function rowOf({ name }: Arrangement, at: number): string[] {
  const own = measured.map((figures) => figures[at]!);
  const ratios = measured.map((figures) => figures[at]!.rate / figures[0]!.rate);
  const middle = (of: (one: IntakeFigures) => number, digits: number) =>
    median(own.map(of)).toFixed(digits);
  const rates = own.map(({ rate }) => rate);
  return [
    name,
    spread(rates, 0),
    spread(ratios, 2),
    middle(({ p50Ms }) => p50Ms, 1),
    middle(({ p99Ms }) => p99Ms, 1),
    ...[
      middle(({ bridgeCores }) => bridgeCores, 2),
      middle(({ postgresCores }) => postgresCores, 2),
    ],
    ...[middle(({ loadCores }) => loadCores, 2), middle(({ otherCores }) => otherCores, 2)],
  ];
}
