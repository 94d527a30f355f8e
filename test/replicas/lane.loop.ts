import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../src/config/index.js';
import type { TargetLimits } from '../../src/domain/settings.js';
import { build } from '../kill-loop/build.js';
import { endSpares } from '../kill-loop/spares.js';
import { DAY } from '../simulation/plan.js';
import { describePostgres } from '../support/postgres.js';
import type { Replica } from './replica.js';
import type { ReplicaDrill } from './replica-drill.js';
import { nextHolding } from './strikes.js';
import { underWork } from './under-work.js';

const TAKE_OVER_MS = 10_000;
const ROUNDS = 3;
const MOST_WAIT_MS = 60_000;

beforeAll(build, 180_000);
afterAll(endSpares);

describePostgres('the lane', () => {
  test('is taken over within 10 s from a holder that stands still, which sends nothing when it wakes', async () => {
    const took: number[] = [];
    const { violations, trail } = await underWork(
      // As patient as in production: what is measured here is promised.
      { replicas: 2, each: () => ({ haste: 1 }) },
      async (drill) => {
        for (let round = 0; round < ROUNDS; round++) {
          await pause(2_000);
          const { holder, fence } = await holding(drill);
          holder.pause();
          const from = performance.now();
          const taken = await nextHolding(drill, fence);
          took.push((taken ?? Infinity) - from);
          holder.wake();
        }
      },
    );
    expect(violations).toEqual([]);
    expect(Math.max(...took)).toBeLessThan(TAKE_OVER_MS);
    expect(trail.taken.length).toBeGreaterThan(ROUNDS);
    // Somebody sent under every fence, or nothing was in flight worth telling of.
    expect(new Set(trail.claims.map(({ fence }) => fence)).size).toBeGreaterThan(ROUNDS);
  }, 180_000);

  test('hands on the calls of the window and of the day', async () => {
    const limits = { callsPerWindow: 3, callsPerDay: 20, recordsPerCall: 1 };
    const forOthers = 20 - Math.ceil(20 * 0.05);
    const configure = limited(limits);
    const kills = [4, 8, 12];
    let byThen = 0;
    let written = 0;
    const { violations, trail } = await underWork(
      { replicas: 2, ticketEveryMs: 'none', configure },
      async (drill, work) => {
        work.hire(forOthers + 3);
        for (const calls of kills) {
          await until('Entra has had as many calls', async () => drill.calls() >= calls);
          const { holder } = await holding(drill);
          await holder.end('SIGKILL');
          await holder.start();
        }
        await until('the day is used', async () => (await drill.ledger.calls()) >= forOthers);
        // Longer than a window: whoever had forgotten the day would send the rest.
        await pause(7_000);
        byThen = drill.calls();
        written = await drill.ledger.calls();
        await drill.turn(DAY);
      },
    );
    expect(violations).toEqual([]);
    expect(written).toBe(forOthers);
    // A call counts from when it was written down: each kill may come before it was sent.
    expect(byThen).toBeLessThanOrEqual(forOthers);
    expect(byThen).toBeGreaterThanOrEqual(forOthers - kills.length);
    expect(trail.taken.length).toBeGreaterThan(kills.length);
  }, 180_000);
});

function limited(limits: Partial<TargetLimits>) {
  return (config: Config): Config => ({
    ...config,
    targets: config.targets.map((one) => ({ ...one, limits: { ...one.limits, ...limits } })),
  });
}

function holding(drill: ReplicaDrill): Promise<{ holder: Replica; fence: number }> {
  return until('somebody has the lane', async () => {
    const held = await drill.ledger.holder();
    const holder = drill.replicas.find(({ pid, isUp }) => isUp && pid === held?.pid);
    return held && holder && held.until > drill.now() && { holder, fence: held.fence };
  });
}

/** What the look finds; a failure that says what was missing rather than a test whose time is up. */
async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined | null | false>,
): Promise<Found> {
  const from = performance.now();
  while (performance.now() - from < MOST_WAIT_MS) {
    const found = await look();
    if (found) return found;
    await pause(50);
  }
  throw new Error(`waited in vain: ${what}`);
}
