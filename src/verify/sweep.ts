import type { TicketRef } from '../domain/ticket.js';
import { appendAudit } from '../ledger/audit.js';
import { findTicket, intakeTicket, wakeTicket } from '../ledger/intake-ticket.js';
import type { Clock } from '../ports/clock.js';
import type { Connection } from '../kit/connection.js';
import type { Log } from '../ports/log.js';
import type { Random } from '../ports/random.js';
import type { Store, Tx } from '../ports/store.js';
import { endTrouble, reportTrouble } from './trouble.js';

export interface SweepDeps {
  store: Store;
  clock: Clock;
  random: Random;
  log: Log;
  connection: Connection;
  /** Items for which there is a template; others are not ours. */
  catalogItems: readonly string[];
}

/** Looked at twice, because the ticket system's clock and its search may lag behind. */
const OVERLAP_MS = 5 * 60_000;
/** In that time a lost delivery is found (I1); where it cannot be, somebody must know. */
const PROMISED_MS = 15 * 60_000;
/**
 * Known tickets the sweep may have news for: one that was mapped, or held, may have been changed and
 * approved again. The rest are about to be read or mapped as it is.
 */
const WAKES = ['waiting-approval', 'mapped', 'held', 'rejected', 'cancelled'];

/** Finds approved tickets no delivery told us about. Returns how many were unknown. */
export async function runSweep(deps: SweepDeps): Promise<number> {
  const { store, clock, connection, catalogItems } = deps;
  const { settings, connector } = connection;
  const startedAt = clock.now();
  const last = await lastSweep(deps);
  const since = last?.since ?? startedAt - settings.sweepLookbackMs;
  const driven = await connection.run(() =>
    connector.sweep(since - OVERLAP_MS, catalogItems, settings.settings),
  );
  return store.write(async (tx) => {
    if (driven.is === 'done') {
      const found = await takeIn(tx, deps, driven.value, startedAt);
      await save(tx, deps, { since: startedAt, found, error: null });
      if (last?.error) await endTrouble(tx, settings.name, startedAt);
      return found;
    }
    deps.log.warn('sweep-postponed', { connection: settings.name, why: driven.why.code });
    const late = last?.error != null && startedAt - since >= PROMISED_MS;
    if (driven.is === 'broken' || late)
      await reportTrouble(tx, settings.name, driven.why, startedAt);
    await save(tx, deps, { since, found: 0, error: driven.why.what });
    return 0;
  });
}

function lastSweep({ store, connection }: SweepDeps) {
  return store.read
    .selectFrom('sweep')
    .select(['since', 'error'])
    .where('connection', '=', connection.settings.name)
    .executeTakeFirst();
}

async function takeIn(tx: Tx, deps: SweepDeps, refs: TicketRef[], now: number): Promise<number> {
  const connection = deps.connection.settings.name;
  let found = 0;
  for (const ref of refs) {
    const known = await findTicket(tx, { connection, ...ref });
    if (known && WAKES.includes(known.state)) await wakeTicket(tx, known.id, now);
    if (known) continue;
    const id = deps.random.uuid();
    await intakeTicket(tx, { connection, ...ref, delivered: null, now, id });
    await appendAudit(tx, {
      at: now,
      actor: `connection:${connection}`,
      action: 'ticket.found-by-sweep',
      subject: `ticket:${id}`,
    });
    found++;
  }
  return found;
}

async function save(
  tx: Tx,
  { connection, clock }: SweepDeps,
  result: { since: number; found: number; error: string | null },
): Promise<void> {
  const row = { connection: connection.settings.name, ran_at: clock.now(), ...result };
  await tx
    .insertInto('sweep')
    .values(row)
    .onConflict((c) => c.column('connection').doUpdateSet(row))
    .execute();
}
