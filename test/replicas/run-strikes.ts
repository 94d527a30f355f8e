import { uploads } from '../simulation/checkers/facts.js';
import type { Violation } from '../simulation/history.js';
import { SimRandom } from '../simulation/sim-random.js';
import { KINDS, strikeOn, type Kind, type Strike } from './strikes.js';
import { underWork } from './under-work.js';

export interface BatchPlan {
  seed: number;
  events: number;
}

export interface Batch {
  seed: number;
  strikes: Strike[];
  tickets: number;
  calls: number;
  /** Answers to webhooks, by status. */
  webhooks: Record<string, number>;
  seconds: number;
  violations: Violation[];
}

/** Two replicas under steady work, struck at random. */
export async function runStrikes({ seed, events }: BatchPlan): Promise<Batch> {
  const startedAt = Date.now();
  const random = new SimRandom(seed);
  const kinds = kindsOf(random.fork(), events);
  let strikes: Strike[] = [];
  const worked = await underWork({ replicas: 2, seed }, async (drill) => {
    const next = () => kinds.pop();
    const all = drill.replicas.map((replica) => strikeOn(drill, replica, random.fork(), next));
    strikes = (await Promise.all(all)).flat();
  });
  const { tickets, webhooks, violations, history } = worked;
  return {
    ...{ seed, strikes, tickets, webhooks, violations },
    calls: uploads(history.events).length,
    seconds: (Date.now() - startedAt) / 1_000,
  };
}

/** Each kind as often as the others, in an order chance has. */
function kindsOf(random: SimRandom, events: number): Kind[] {
  const first = random.below(KINDS.length);
  const kinds = Array.from(
    { length: events },
    (_, index) => KINDS[(first + index) % KINDS.length] as Kind,
  );
  for (let at = kinds.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [kinds[at], kinds[other]] = [kinds[other] as Kind, kinds[at] as Kind];
  }
  return kinds;
}
