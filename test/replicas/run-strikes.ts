import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAll } from '../simulation/checkers/index.js';
import { uploads } from '../simulation/checkers/facts.js';
import type { Violation } from '../simulation/history.js';
import { SimRandom } from '../simulation/sim-random.js';
import { ReplicaDrill, type Remnants } from './replica-drill.js';
import { SteadyWork } from './steady-work.js';
import { KINDS, strikeOn, type Kind, type Strike } from './strikes.js';

export interface BatchPlan {
  seed: number;
  events: number;
  replicas?: number;
  /** On average. */
  ticketEveryMs?: number;
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

/** Steady work over replicas that are struck at random; then rest, and what the checkers find. */
export async function runStrikes(plan: BatchPlan): Promise<Batch> {
  const { seed, events, replicas = 2, ticketEveryMs = 350 } = plan;
  const startedAt = Date.now();
  const random = new SimRandom(seed);
  const kinds = kindsOf(random.fork(), events);
  const drill = await ReplicaDrill.open({ replicas });
  const work = new SteadyWork(drill.instance, random.fork());
  let remnants: Remnants;
  let strikes: Strike[][];
  try {
    const flow = work.flow(ticketEveryMs);
    const next = () => kinds.pop();
    strikes = await Promise.all(
      drill.replicas.map((replica) => strikeOn(drill, replica, random.fork(), next)),
    );
    work.stop();
    await flow;
    await drill.settled();
  } finally {
    work.stop();
    remnants = await drill.close();
  }
  const { history, troubles } = remnants;
  const violations = [...troubles, ...checkAll(history), ...work.ends(history.directory)];
  if (violations.length > 0) keep(seed, remnants, violations);
  return {
    ...{ seed, strikes: strikes.flat(), tickets: work.tickets, violations },
    calls: uploads(history.events).length,
    webhooks: Object.fromEntries(drill.balancer.answers),
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

/** For whoever looks into a failure: histories and the lane's trail, in the folder asked for. */
function keep(seed: number, remnants: Remnants, violations: readonly Violation[]): void {
  const folder = process.env['REPLICAS_KEEP'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `seed-${seed}-${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify({ violations, ...remnants }, null, 1));
}
