import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { Store } from '../../src/ports/store.js';
import { runRetention, type RetentionRun } from '../../src/retention/run.js';
import { DAY } from '../simulation/plan.js';

export interface RetentionFigures {
  run: RetentionRun;
  seconds: number;
  /** The longest any other writer had to wait for one of the run's transactions. */
  longestWriteMs: number;
  /** Pages the file has, and how many of them are free to be used again. */
  fileMiB: number;
  freeMiB: number;
}

/** Forgets what ended more than so many days before `now`, and says what that cost and freed. */
export async function measureRetention(
  base: Store,
  now: number,
  days: number,
): Promise<RetentionFigures> {
  let longestWriteMs = 0;
  const store: Store = {
    ...base,
    async write(work) {
      const began = performance.now();
      const result = await base.write(work);
      longestWriteMs = Math.max(longestWriteMs, performance.now() - began);
      return result;
    },
  };
  const clock = { now: () => now, monotonic: () => now, sleep: () => Promise.resolve() };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const retention = { deliveriesMs: days * DAY, ticketsMs: days * DAY };
  const began = performance.now();
  const run = await runRetention({ store, clock, log, retention });
  return {
    run,
    seconds: Math.round((performance.now() - began) / 100) / 10,
    longestWriteMs: Math.round(longestWriteMs),
    fileMiB: await pages(store, 'page_count'),
    freeMiB: await pages(store, 'freelist_count'),
  };
}

async function pages(store: Store, which: 'page_count' | 'freelist_count'): Promise<number> {
  const { rows } = await sql.raw<Record<string, number>>(`pragma ${which}`).execute(store.read);
  const size = await sql.raw<{ page_size: number }>('pragma page_size').execute(store.read);
  return Math.round(((rows[0]?.[which] ?? 0) * (size.rows[0]?.page_size ?? 0)) / 2 ** 20);
}
