import type { RetentionSettings } from '../domain/settings.js';
import { appendAudit } from '../ledger/audit.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { Store } from '../ports/store.js';
import { forgetBatch, type Forgotten } from './forget.js';
import * as leftovers from './leftovers.js';
import type { Cursor } from './read.js';

export interface RetentionDeps {
  store: Store;
  clock: Clock;
  log: Log;
  retention: RetentionSettings;
}

export interface RetentionRun extends Forgotten {
  bodies: number;
  strayDeliveries: number;
  uploads: number;
  attention: number;
}

const DAY_MS = 86_400_000;
/** Tickets looked at in one transaction, and then a pause, so that whoever waits to write goes first. */
const BATCH = 200;
const PAUSE_MS = 50;

/** Empties and deletes what has been kept long enough; told in the audit trail and the log. */
export async function runRetention(deps: RetentionDeps): Promise<RetentionRun> {
  const { store, clock, log, retention } = deps;
  const now = clock.now();
  const deliveriesBefore = now - retention.deliveriesMs;
  const ticketsBefore = now - retention.ticketsMs;
  const bodies = await repeat(deps, leftovers.emptyBodies, deliveriesBefore);
  const forgotten = await forgetAll(deps, ticketsBefore);
  const run: RetentionRun = {
    bodies,
    ...forgotten,
    strayDeliveries: await repeat(deps, leftovers.deleteStrayDeliveries, ticketsBefore),
    // Calls of the last 24 hours are the quota ledger, however short the time to keep things is.
    uploads: await repeat(deps, leftovers.deleteUploads, Math.min(ticketsBefore, now - DAY_MS)),
    attention: await repeat(deps, leftovers.deleteAttention, ticketsBefore),
  };
  await store.write((tx) =>
    appendAudit(tx, {
      at: clock.now(),
      actor: 'bridge',
      action: 'retention.ran',
      subject: 'retention',
      data: { ...run, deliveriesBefore, ticketsBefore },
    }),
  );
  log.info('retention-ran', { ...run, deliveriesBefore, ticketsBefore });
  return run;
}

async function forgetAll({ store, clock }: RetentionDeps, cutOff: number): Promise<Forgotten> {
  const sum: Forgotten = { tickets: 0, changes: 0, deliveries: 0, attempts: 0 };
  let at: Cursor | null = { received_at: 0, id: '' };
  while (at) {
    const after: Cursor = at;
    const { forgotten, next } = await store.write((tx) => forgetBatch(tx, cutOff, after, BATCH));
    for (const table of Object.keys(sum) as (keyof Forgotten)[]) sum[table] += forgotten[table];
    at = next;
    if (at) await clock.sleep(PAUSE_MS);
  }
  return sum;
}

async function repeat(
  { store, clock }: RetentionDeps,
  leftover: leftovers.Leftovers,
  cutOff: number,
): Promise<number> {
  let sum = 0;
  for (;;) {
    const moved = await store.write((tx) => leftover(tx, cutOff, BATCH));
    sum += moved;
    if (moved < BATCH) return sum;
    await clock.sleep(PAUSE_MS);
  }
}
