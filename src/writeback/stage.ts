import type { Reason } from '../domain/reason.js';
import type { WritebackResult } from '../kit/index.js';
import { closeAttention, openAttention } from '../ledger/attention.js';
import { claimedStep } from '../ledger/claimed-step.js';
import type { Clock } from '../ports/clock.js';
import type { Faults } from '../ports/faults.js';
import type { Connection, Driven } from '../kit/connection.js';
import type { Log } from '../ports/log.js';
import type { Random } from '../ports/random.js';
import type { Store, Tx } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';
import { prepareShowing, type Showing } from './prepare.js';
import { recordImpossible, recordPostponed, recordShown, TRIES_BEFORE_ALARM } from './record.js';

export interface WritebackDeps {
  store: Store;
  clock: Clock;
  random: Random;
  log: Log;
  connection: Connection;
  faults: Faults;
  /** Address of the agent's page about a ticket; empty when none is configured. */
  link: (connection: string, number: string) => string;
}

/** Longer than any conversation takes, so that no two write to one ticket; a crash frees it. */
const LEASE_MS = 10 * 60_000;
const BACKOFF_MS = 10_000;
const BACKOFF_MAX_MS = 15 * 60_000;
/** With the waits between them about a quarter of an hour. */
const TRIES_TO_FIND = 8;

/** Makes the tickets of one connection show what is true of them. */
export function writebackStage(deps: WritebackDeps): Worker {
  const { settings, connector } = deps.connection;
  const claimed = claimedStep(deps.store, 'writeback');
  return {
    name: `writeback ${settings.name}`,
    idleMs: 500,
    step() {
      const claim = {
        now: deps.clock.now(),
        leaseMs: LEASE_MS,
        most: Math.max(1, connector.concurrency) * 4,
        connection: settings.name,
        by: deps.store.replica,
      };
      return claimed(claim, async (rows) => {
        const context = { now: deps.clock.now(), zone: settings.zone };
        const showings = await allOf(
          rows.map((row) => deps.store.write((tx) => prepareShowing(tx, row, context))),
        );
        await allOf(leaversFirst(showings).map((showing) => show(deps, showing)));
      });
    },
  };
}

/** Where one fails, only once the others have ended: nobody else may have their tickets before. */
async function allOf<T>(work: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

function leaversFirst(showings: (Showing | null)[]): Showing[] {
  const due = showings.filter((showing) => showing !== null);
  const rank = ({ claimed }: Showing) => (claimed.kind === 'termination' ? 0 : 1);
  return due.sort((a, b) => rank(a) - rank(b));
}

async function show(deps: WritebackDeps, showing: Showing): Promise<void> {
  const { settings, connector } = deps.connection;
  const { ticket, view, mayBeRepeat } = showing;
  const order = {
    ticket,
    view,
    marker: markerOf(showing),
    mayBeRepeat,
    link: deps.link(settings.name, ticket.number),
  };
  const driven = await deps.connection.run(() => connector.writeback(order, settings.settings));
  deps.faults.reach('note-answered');
  await deps.store.write((tx) => record(tx, deps, showing, driven));
}

/** Stands in the note, so that a repeat is recognised. */
function markerOf({ claimed, version }: Showing): string {
  return `jml-${claimed.id.slice(0, 8)}-${version}`;
}

async function record(
  tx: Tx,
  deps: WritebackDeps,
  showing: Showing,
  driven: Driven<WritebackResult>,
): Promise<void> {
  const now = deps.clock.now();
  if (driven.is !== 'done') return postpone(tx, deps, showing, driven, now);
  if (driven.value.is !== 'shown') return notShown(tx, deps, showing, driven.value, now);
  await recordShown(tx, showing, driven.value.noteFound, now);
  await closeAttention(tx, troubleSubject(deps), now);
}

/** Whether a ticket that is not found is gone or hidden for a while, only time tells. */
async function notShown(
  tx: Tx,
  deps: WritebackDeps,
  showing: Showing,
  { is, why }: Exclude<WritebackResult, { is: 'shown' }>,
  now: number,
): Promise<void> {
  const isLast = showing.claimed.writeback_tries + 1 >= TRIES_TO_FIND;
  if (is === 'impossible' || isLast) return recordImpossible(tx, showing, why, now);
  const reason: Reason = {
    code: 'ticket-not-found',
    what: why,
    next: 'The bridge tries again, for about a quarter of an hour; then operations are told.',
    owner: 'operations',
  };
  await recordPostponed(tx, showing, reason, now + backoffMs(deps, showing));
}

async function postpone(
  tx: Tx,
  deps: WritebackDeps,
  showing: Showing,
  driven: Exclude<Driven<unknown>, { is: 'done' }>,
  now: number,
): Promise<void> {
  const askedMs = driven.is === 'later' ? driven.afterMs : 60_000;
  const waitMs = Math.max(askedMs, backoffMs(deps, showing));
  const tries = await recordPostponed(tx, showing, driven.why, now + waitMs);
  deps.log.warn('writeback-postponed', {
    connection: deps.connection.settings.name,
    ticket: showing.claimed.id,
    why: driven.why.code,
  });
  if (driven.is === 'later' && tries < TRIES_BEFORE_ALARM) return;
  const matter = { subject: troubleSubject(deps), ticketId: null, reason: driven.why, now };
  await openAttention(tx, matter);
}

function backoffMs({ random }: WritebackDeps, { claimed }: Showing): number {
  const full = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** claimed.writeback_tries);
  return Math.round(full * (0.5 + random.fraction() / 2));
}

/** One matter per connection, however many tickets wait for it. */
function troubleSubject({ connection }: WritebackDeps): string {
  return `writeback-to:${connection.settings.name}`;
}
