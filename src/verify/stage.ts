import type { Kind } from '../domain/kind.js';
import type { TicketSnapshot } from '../domain/ticket.js';
import type { ReadOrder } from '../kit/index.js';
import { stillClaimed, type TicketClaim, type TicketRow } from '../ledger/claim.js';
import { claimedStep } from '../ledger/claimed-step.js';
import { lockPeopleOf } from '../ledger/lock-people.js';
import type { Clock } from '../ports/clock.js';
import type { Faults } from '../ports/faults.js';
import type { Connection, Driven } from '../kit/connection.js';
import type { Log } from '../ports/log.js';
import type { Random } from '../ports/random.js';
import type { Store, Tx } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';
import { decideVerification, type VerifyContext } from './decide.js';
import { mergeNumber } from './merge-number.js';
import { backoffMs } from './pace.js';
import { recordVerification } from './record.js';
import { endTrouble, reportTrouble, TRIES_BEFORE_ALARM } from './trouble.js';

export interface VerifyDeps {
  store: Store;
  clock: Clock;
  random: Random;
  log: Log;
  connection: Connection;
  faults: Faults;
  kindOf: (ticket: TicketSnapshot) => Kind | null;
  /** How long tickets are kept, milliseconds. */
  keptMs: number;
}

/** Longer than any conversation takes; a crash frees the claim by itself. */
const LEASE_MS = 10 * 60_000;

/** Reads tickets of one connection back from their system and records what it says. */
export function verifyStage(deps: VerifyDeps): Worker {
  const { settings, connector } = deps.connection;
  const claimed = claimedStep(deps.store, 'verify');
  return {
    name: `verify ${settings.name}`,
    idleMs: 250,
    parallel: Math.max(1, connector.concurrency),
    step: () =>
      claimed(claimOf(deps), async (rows) => {
        const driven = await readBack(deps, rows);
        if (mayBeOneTickets(driven) && rows.length > 1) await eachAlone(deps, rows);
        else await record(deps, rows, driven);
      }),
  };
}

async function readBack(deps: VerifyDeps, rows: TicketRow[]): Promise<Driven<TicketSnapshot[]>> {
  const { settings, connector } = deps.connection;
  const orders = rows.map(toOrder);
  const driven = await deps.connection.run(() => connector.read(orders, settings.settings));
  deps.faults.reach('approval-read');
  return driven;
}

function mayBeOneTickets(driven: Driven<unknown>): boolean {
  return driven.is !== 'done' && driven.oneRequest === true;
}

/** One ticket that cannot be read, such as one whose form refers to a hidden table, stops only itself. */
async function eachAlone(deps: VerifyDeps, rows: TicketRow[]): Promise<void> {
  for (const [at, row] of rows.entries()) {
    const driven = await readBack(deps, [row]);
    if (driven.is === 'done' || mayBeOneTickets(driven)) await record(deps, [row], driven);
    // Now it is the system's own trouble: the rest would only be refused, or wait, as well.
    else return record(deps, rows.slice(at), driven);
  }
}

function claimOf({ store, clock, connection }: VerifyDeps): TicketClaim {
  const { settings, connector } = connection;
  return {
    now: clock.now(),
    leaseMs: LEASE_MS,
    most: connector.readBatch,
    connection: settings.name,
    by: store.replica,
  };
}

function toOrder(row: TicketRow): ReadOrder {
  const delivered =
    row.delivered === null ? {} : { delivered: JSON.parse(row.delivered) as unknown };
  const number = row.number === '' ? {} : { number: row.number };
  return isNumberOnly(row)
    ? { ...number, ...delivered }
    : { ref: row.ref, ...number, ...delivered };
}

async function record(
  deps: VerifyDeps,
  rows: TicketRow[],
  driven: Driven<TicketSnapshot[]>,
): Promise<void> {
  if (driven.is !== 'done') return postpone(deps, rows, driven);
  const now = deps.clock.now();
  await Promise.all(
    rows.map((row) => {
      const ticket = driven.value.find((one) => belongsTo(one, row));
      return deps.store.write((tx) => recordOne(tx, deps, row, ticket, now));
    }),
  );
  if (rows.some((row) => row.verify_tries > 0)) {
    await deps.store.write((tx) => endTrouble(tx, deps.connection.settings.name, now));
  }
}

/** The id is the key; a number only until the id is known. */
function belongsTo(ticket: TicketSnapshot, row: TicketRow): boolean {
  if (!isNumberOnly(row)) return ticket.ref === row.ref;
  return ticket.number.toLowerCase() === row.number.toLowerCase();
}

function isNumberOnly(row: TicketRow): boolean {
  return row.ref === `number:${row.number}`;
}

async function recordOne(
  tx: Tx,
  deps: VerifyDeps,
  claimed: TicketRow,
  ticket: TicketSnapshot | undefined,
  now: number,
): Promise<void> {
  await lockPeopleOf(tx, claimed.id);
  const row = await stillClaimed(tx, 'verify', claimed);
  if (!row || (ticket && (await mergeNumber(tx, row, ticket, now)))) return;
  const context: VerifyContext = {
    now,
    kindOf: deps.kindOf,
    requireApproverRows:
      deps.connection.settings.settings['requireApproverRows']?.toLowerCase() !== 'false',
    knownSince: now - deps.keptMs,
    mappedAs: await mappedAs(tx, row.id),
  };
  await recordVerification(tx, row, ticket, decideVerification(row, ticket, context), now);
}

async function mappedAs(tx: Tx, ticketId: string): Promise<VerifyContext['mappedAs']> {
  const newest = await tx
    .selectFrom('change')
    .select(['digest', 'approved_at'])
    .where('ticket_id', '=', ticketId)
    .where('state', '!=', 'cancelled')
    .orderBy('created_at', 'desc')
    .orderBy('approved_at', 'desc')
    .executeTakeFirst();
  return newest ? { digest: newest.digest, approvedAt: newest.approved_at } : null;
}

/** Nothing is known: what was confirmed stays confirmed as of then, and we ask again later. */
async function postpone(
  deps: VerifyDeps,
  rows: TicketRow[],
  driven: Exclude<Driven<unknown>, { is: 'done' }>,
): Promise<void> {
  const { name } = deps.connection.settings;
  const now = deps.clock.now();
  const askedMs = driven.is === 'later' ? driven.afterMs : 60_000;
  deps.log.warn('verify-postponed', {
    connection: name,
    why: driven.why.code,
    tickets: rows.length,
  });
  const tired = rows.some((row) => row.verify_tries + 1 >= TRIES_BEFORE_ALARM);
  await deps.store.write(async (tx) => {
    for (const row of rows) {
      const tries = row.verify_tries + 1;
      await tx
        .updateTable('ticket')
        .set({
          verify_tries: tries,
          verify_due_at: now + backoffMs(tries, deps.random.fraction(), askedMs),
        })
        .where('id', '=', row.id)
        .where('verify_fence', '=', row.verify_fence)
        .execute();
    }
    if (driven.is === 'broken' || tired) await reportTrouble(tx, name, driven.why, now);
  });
}
