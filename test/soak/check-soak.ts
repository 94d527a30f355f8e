import { DAY } from '../simulation/plan.js';
import { employeeNumber } from './load-desk.js';
import type { SoakWorld } from './soak-world.js';

export interface Checked {
  violations: string[];
  mostCallsIn5s: number;
  mostCallsInADay: number;
}

/** What must hold at the end of any soak; a violation is a sentence. */
export async function checkSoak(world: SoakWorld): Promise<Checked> {
  const { desk, entra, tickets, config } = world;
  const limits = config.targets[0]?.limits;
  const mostCallsIn5s = mostWithin(entra.callsAt, 5_000);
  const mostCallsInADay = mostWithin(entra.callsAt, DAY);
  const violations: string[] = [];
  const must = (holds: boolean, what: string) => void (holds || violations.push(what));
  must(
    desk.told.final === tickets.length,
    `${tickets.length - desk.told.final} tickets show no final note`,
  );
  must(desk.told.repeated === 0, `${desk.told.repeated} notes were shown twice`);
  must(entra.repeated === 0, `${entra.repeated} records were sent twice`);
  must(mostCallsIn5s <= (limits?.callsPerWindow ?? 0), `${mostCallsIn5s} calls in 5 s`);
  must(mostCallsInADay <= (limits?.callsPerDay ?? 0), `${mostCallsInADay} calls in a day`);
  must((await openRows(world)) === 0, `${await openRows(world)} changes are not settled`);
  const wrong = wrongPeople(world);
  must(wrong === 0, `${wrong} accounts are not enabled or disabled as their tickets say`);
  return { violations, mostCallsIn5s, mostCallsInADay };
}

/** How a change may end where nothing fails: a later request may have come before it was sent. */
const ENDS = ['applied', 'unchanged', 'superseded'] as const;

async function openRows({ store }: SoakWorld): Promise<number> {
  const { count } = await store.read
    .selectFrom('change')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', 'not in', ENDS)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function wrongPeople({ tickets, entra }: SoakWorld): number {
  const expected = new Map<number, boolean>();
  for (const { kind, person } of tickets) {
    if (kind === 'hire') expected.set(person, true);
    if (kind === 'termination') expected.set(person, false);
  }
  return [...expected].filter(([person, on]) => entra.enabled.get(employeeNumber(person)) !== on)
    .length;
}

function mostWithin(instants: readonly number[], windowMs: number): number {
  let from = 0;
  let most = 0;
  for (const [index, at] of instants.entries()) {
    while ((instants[from] as number) <= at - windowMs) from++;
    most = Math.max(most, index - from + 1);
  }
  return most;
}
