import { statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import { DAY, HOUR } from '../simulation/plan.js';
import { SimRandom } from '../simulation/sim-random.js';
import { useVirtualTimers } from '../simulation/virtual-timers.js';
import { checkSoak, type Checked } from './check-soak.js';
import { soakPlugins, SoakWorld, START } from './soak-world.js';
import { planWeek } from './workload.js';

export interface SoakOptions {
  tickets: number;
  days: number;
  /** The ledger's file, or `:memory:`. */
  file: string;
  /** Told every simulated half day. */
  onSample: (sample: Sample) => void;
}

/** What one simulated half day left. */
export interface Sample {
  day: number;
  told: number;
  final: number;
  rssMiB: number;
  heapMiB: number;
  fileMiB: number;
  wallSeconds: number;
}

/** How long after the week everything must have come to its end: hires of the last day start then. */
const DRAIN_MS = 2 * DAY;

/** Runs the week, then waits for the last hires' day one; the caller closes the world's store. */
export async function runSoak(
  options: SoakOptions,
): Promise<{ world: SoakWorld; checked: Checked }> {
  const { tickets } = planWeek(
    options.tickets,
    START,
    options.days,
    new SimRandom(options.tickets),
  );
  const store = await openSqliteStore(options.file);
  const world = new SoakWorld(tickets, store, await soakPlugins());
  const undo = useVirtualTimers(world.clock);
  try {
    const began = performance.now();
    await world.start();
    const end = START + options.days * DAY + DRAIN_MS;
    for (let at = START + 12 * HOUR; at <= end; at += 12 * HOUR) {
      await world.runUntil(at);
      options.onSample(sampleOf(world, options.file, (performance.now() - began) / 1000));
    }
    await world.stop();
    return { world, checked: await checkSoak(world) };
  } finally {
    undo();
  }
}

function sampleOf(world: SoakWorld, file: string, wallSeconds: number): Sample {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    day: (world.clock.now() - START) / DAY,
    told: world.told,
    final: world.desk.told.final,
    rssMiB: mib(rss),
    heapMiB: mib(heapUsed),
    fileMiB: mib(bytesOf(file)),
    wallSeconds: Math.round(wallSeconds),
  };
}

/** The file with its write-ahead log. */
export function bytesOf(file: string): number {
  const parts = file === ':memory:' ? [] : [file, `${file}-wal`];
  return parts.reduce(
    (sum, part) => sum + (statSync(part, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

function mib(bytes: number): number {
  return Math.round((bytes / 2 ** 20) * 10) / 10;
}
