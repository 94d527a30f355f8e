import { DAY } from '../simulation/plan.js';
import { waitUntilNone } from './drain-progress.js';
import { DrainWorld } from './drain-world.js';
import { judgeDrain, type DrainFacts } from './judge-drain.js';
import { Killer, type Kills, type KillPlan } from './killer.js';

export interface DrainFigures extends DrainFacts {
  kills: Kills;
  takeOvers: number;
  /** From when replicas started with all of them due. */
  finalSeconds: number;
  /** Tickets that did not show their end in time. */
  open: number;
}

/** Both changes of a hire are due once this many days have passed. */
const AHEAD_DAYS = 40;
const MOST_MS = 15 * 60_000;

/**
 * A world at rest in which everybody is approved and mapped, and nobody due. Whoever runs on a copy
 * of it starts from the same state as all others.
 */
export async function prepareDrain(
  people: number,
): Promise<{ world: DrainWorld; seconds: number }> {
  const world = await DrainWorld.open();
  try {
    const seconds = await mapEverybody(world, people);
    await waitUntilNone(world, 'unshown', people, MOST_MS);
    await world.rest();
    return { world, seconds };
  } catch (error) {
    await world.close();
    throw error;
  }
}

async function mapEverybody(world: DrainWorld, people: number): Promise<number> {
  const from = performance.now();
  await world.startAll();
  const startDate = new Date(Date.now() + AHEAD_DAYS * DAY).toISOString().slice(0, 10);
  await world.sandbox.ask('raise', { people, startDate });
  console.error(`raised and approved ${people} in ${secondsSince(from).toFixed(0)} s`);
  const unmapped = await waitUntilNone(world, 'unmapped', people, MOST_MS);
  if (unmapped > 0) throw new Error(`${unmapped} changes were not mapped in time`);
  const seconds = secondsSince(from);
  console.error(`all mapped after ${seconds.toFixed(0)} s`);
  return seconds;
}

/** All of them become due at one instant; until every ticket shows its end. */
export async function runDrain(
  prepared: DrainWorld,
  people: number,
  plan: KillPlan | null,
): Promise<DrainFigures> {
  const world = await DrainWorld.open(prepared);
  try {
    // While no replica runs, so that none sees its time jump.
    await world.turn((AHEAD_DAYS + 1) * DAY);
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
    return { ...facts, kills: killer.kills, takeOvers, finalSeconds, open };
  } finally {
    await world.close();
  }
}

function secondsSince(from: number): number {
  return (performance.now() - from) / 1000;
}
