import type { Violation } from '../simulation/history.js';
import { SimRandom } from '../simulation/sim-random.js';
import { Cluster } from './cluster.js';
import { lanesTaken } from './lane-log.js';
import { harass, type Event } from './mischief.js';

export interface RoundReport {
  seed: number;
  events: Partial<Record<Event, number>>;
  /** Of these events, how many struck while something was open. */
  withWork: number;
  tickets: number;
  calls: number;
  takeOvers: number;
  violations: Violation[];
}

/** Small, so that both are met all the time. */
const LIMITS = { callsPerWindow: 6, recordsPerCall: 3 };
/** New work comes as long as less than this is open. */
const OPEN_AT_LEAST = 12;

/** Replicas under steady work, with so many of them killed or paused; then all must come to rest. */
export async function runRound(seed: number, events: number, replicas = 2): Promise<RoundReport> {
  const random = new SimRandom(seed);
  const cluster = await Cluster.open({ replicas, limits: LIMITS });
  const report = { seed, events: {} as RoundReport['events'], withWork: 0 };
  let left = events;
  const strike = async (event: Event) => {
    report.events[event] = (report.events[event] ?? 0) + 1;
    if ((await cluster.openRows()).length > 0) report.withWork += 1;
  };
  const streams = cluster.replicas.map((replica) =>
    harass(replica, random.fork(), () => left-- > 0, strike),
  );
  let striking = true;
  const over = Promise.all(streams).finally(() => (striking = false));
  const isDone = async () => {
    if (striking && (await cluster.openRows()).length < OPEN_AT_LEAST) cluster.crew.wave();
    return !striking;
  };
  await cluster.until('the end of the mischief', isDone, 3_600_000);
  await over;
  await cluster.settled();
  return { ...report, ...(await finish(cluster)) };
}

async function finish(cluster: Cluster) {
  const { state } = cluster.sandbox;
  const calls = state.history().filter(({ json }) => json.includes('"op":"bulkUpload"')).length;
  const { tickets } = cluster.crew;
  const violations = await cluster.close();
  const log = cluster.replicas.flatMap(({ lines }) => lines);
  return { tickets, calls, takeOvers: lanesTaken(log).length - 1, violations };
}
