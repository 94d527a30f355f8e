import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAll } from '../simulation/checkers/index.js';
import type { Violation } from '../simulation/history.js';
import { SimRandom } from '../simulation/sim-random.js';
import { ReplicaDrill, type Remnants, type ReplicaDrillOptions } from './replica-drill.js';
import { SteadyWork } from './steady-work.js';

export interface WorkOptions extends ReplicaDrillOptions {
  seed?: number;
  /** On average; `none`: only what the test asks for. */
  ticketEveryMs?: number | 'none';
}

export interface Worked extends Remnants {
  tickets: number;
  /** Answers to webhooks, by status. */
  webhooks: Record<string, number>;
  violations: Violation[];
}

/** Steady work, and meanwhile what a test does to the replicas; then rest, and what the checkers find. */
export async function underWork(
  { seed = 1, ticketEveryMs = 350, ...options }: WorkOptions,
  during: (drill: ReplicaDrill, work: SteadyWork) => Promise<void>,
): Promise<Worked> {
  const drill = await ReplicaDrill.open(options);
  const work = new SteadyWork(drill.instance, new SimRandom(seed));
  let remnants: Remnants;
  try {
    const flow = ticketEveryMs === 'none' ? null : work.flow(ticketEveryMs);
    await during(drill, work);
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
  const webhooks = Object.fromEntries(drill.balancer.answers);
  return { ...remnants, tickets: work.tickets, webhooks, violations };
}

/** For whoever looks into a failure: histories and the lane's trail, in the folder asked for. */
function keep(seed: number, remnants: Remnants, violations: readonly Violation[]): void {
  const folder = process.env['REPLICAS_KEEP'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `seed-${seed}-${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify({ violations, ...remnants }, null, 1));
}
