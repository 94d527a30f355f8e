import { parseArgs } from 'node:util';
import { spread, table } from './figures.js';
import { entraCosts, serviceNowCosts, type Costs } from './stand-in-costs.js';

/** So many times the records; what one of them takes should stay the same. */
const GROWTH = 10;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    records: { type: 'string', default: '500' },
  },
});
const rounds = Number(values.rounds);
const few = Number(values.records);
const many = few * GROWTH;

const costs = (records: number): Costs => ({
  ...serviceNowCosts(records),
  ...entraCosts(records),
});

// The engine compiles what runs often; the first round would pay for it.
costs(few);
const measured: { few: Costs; many: Costs }[] = [];
for (let round = 1; round <= rounds; round++) {
  measured.push({ few: costs(few), many: costs(many) });
  console.error(`round ${round} of ${rounds}`);
}
const head = ['ms of processor time', `of ${few} records`, `of ${many} records`, 'ratio'];
console.log(table(head, Object.keys(measured[0]?.few ?? {}).map(rowOf)));

/** A ratio of 1 is a cost that does not depend on the records there are; of ten, their square. */
function rowOf(name: string): string[] {
  const [small, large] = (['few', 'many'] as const).map((size) =>
    measured.map((round) => round[size][name]!),
  );
  const ratios = measured.map((round) => round.many[name]! / round.few[name]!);
  return [name, spread(small!, 3), spread(large!, 3), spread(ratios, 2)];
}
