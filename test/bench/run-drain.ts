import { DAY } from '../simulation/plan.js';
import { waitUntilNone } from './drain-progress.js';
import { DrainWorld } from './drain-world.js';
import { judgeDrain, type DrainFacts } from './judge-drain.js';
import { Killer, type Kills, type KillPlan } from './killer.js';

export interface DrainFigures extends DrainFacts {
  kills: Kills;
  takeOvers: number;
  /** Until all were raised, approved, read back and mapped. */
  preparedSeconds: number;
  /** From when replicas started with all of them due. */
  finalSeconds: number;
  /** Tickets that did not show their end in time. */
  open: number;
}

/** Both changes of a hire are due once this many days have passed. */
const AHEAD_DAYS = 40;
const MOST_MS = 15 * 60_000;

/** Everybody is approved and mapped, then due at one instant; until every ticket shows its end. */
export async function runDrain(people: number, plan: KillPlan | null): Promise<DrainFigures> {
  const world = await DrainWorld.open();
  try {
    const preparedSeconds = await prepare(world, people);
    const fence = await world.fence();
    const from = performance.now();
    await world.startAll();
    const killer = new Killer(world, plan);
    const unsent = await waitUntilNone(world, 'unsent', people, MOST_MS);
    await killer.stop();
    if (unsent > 0) console.error(`${unsent} were never sent`);
    const open = await waitUntilNone(world, 'open', people, MOST_MS);
    const finalSeconds = secondsSince(from);
    const takeOvers = (await world.fence()) - fence;
    const facts = await judgeDrain(world, people);
    return { ...facts, kills: killer.kills, takeOvers, preparedSeconds, finalSeconds, open };
  } finally {
    await world.close();
  }
}

/** Replicas are away while the time is turned: what starts then finds everybody due. */
async function prepare(world: DrainWorld, people: number): Promise<number> {
  const from = performance.now();
  await world.startAll();
  const startDate = new Date(Date.now() + AHEAD_DAYS * DAY).toISOString().slice(0, 10);
  await world.sandbox.ask('raise', { people, startDate });
  console.error(`raised and approved ${people} in ${secondsSince(from).toFixed(0)} s`);
  const unmapped = await waitUntilNone(world, 'unmapped', people, MOST_MS);
  if (unmapped > 0) throw new Error(`${unmapped} changes were not mapped in time`);
  const seconds = secondsSince(from);
  console.error(`all mapped after ${seconds.toFixed(0)} s`);
  await waitUntilNone(world, 'unshown', people, MOST_MS);
  await world.endAll();
  await world.turn((AHEAD_DAYS + 1) * DAY);
  return seconds;
}

function secondsSince(from: number): number {
  return (performance.now() - from) / 1000;
}
