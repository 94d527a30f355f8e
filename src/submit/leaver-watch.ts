import { laneRank } from '../domain/kind.js';
import type { Reason } from '../domain/reason.js';
import type { TargetSettings } from '../domain/settings.js';
import { closeAttention, openAttention, restateAttention } from '../ledger/attention.js';
import type { Clock } from '../ports/clock.js';
import type { Reader, Store, Tx } from '../ports/store.js';
import type { Worker } from '../ports/worker.js';
import { readBudget } from './queue.js';

export interface LeaverWatchDeps {
  store: Store;
  clock: Clock;
  target: TargetSettings;
}

const TERMINATION = laneRank('termination');
/** A leaver goes within seconds where nothing is in the way. */
const PATIENCE_MS = 40_000;

/**
 * Tells people how many leavers cannot be sent and what they can do meanwhile. Whatever holds them
 * up is told by whoever met it; that leavers wait for it makes it urgent.
 */
export function leaverWatch({ store, clock, target }: LeaverWatchDeps): Worker {
  const subject = `leavers:${target.name}`;
  return {
    name: `leavers ${target.name}`,
    idleMs: 10_000,
    async step() {
      const now = clock.now();
      const told = await isTold(store.read, subject);
      const late = await countWaiting(store.read, target.name, now - PATIENCE_MS);
      if (!told && late === 0) return 0;
      const waiting = await countWaiting(store.read, target.name, now);
      await store.write(async (tx) => {
        if (waiting === 0) return closeAttention(tx, subject, now);
        const reason = leaversWaiting(waiting, await whyWaiting(tx, target, now));
        const matter = { subject, ticketId: null, reason, now };
        await openAttention(tx, matter);
        await restateAttention(tx, matter);
      });
      return 0;
    },
  };
}

/**
 * Terminations in the queue, or in a call that Entra has not answered yet, which could have been
 * sent by then. Who waits for an earlier upload of their own to be confirmed is on the way.
 */
async function countWaiting(read: Reader, target: string, dueBy: number): Promise<number> {
  const { changes } = await read
    .selectFrom('change')
    .innerJoin('person', 'person.id', 'change.person_id')
    .leftJoin('attempt', 'attempt.id', 'person.attempt_id')
    .select((eb) => eb.fn.countAll<number>().as('changes'))
    .where('person.target', '=', target)
    .where('change.kind', '=', 'termination')
    .where('change.state', 'in', ['queued', 'sent'])
    .where('change.effective_at', '<=', dueBy)
    .where('change.approved_at', '<=', dueBy)
    .where('change.created_at', '<=', dueBy)
    .where((eb) =>
      eb.or([
        eb('attempt.state', '=', 'sending'),
        eb('attempt.lane', '>', TERMINATION),
        eb.and([eb('attempt.id', 'is', null), eb('change.state', '=', 'queued')]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(changes);
}

async function isTold(read: Reader, subject: string): Promise<boolean> {
  const open = read.selectFrom('attention').select('id').where('subject', '=', subject);
  return (await open.where('closed_at', 'is', null).executeTakeFirst()) !== undefined;
}

async function whyWaiting(tx: Tx, target: TargetSettings, now: number): Promise<string> {
  const subjects = [`job:${target.name}`, `target:${target.name}`];
  const open = await tx
    .selectFrom('attention')
    .select('reason')
    .where('subject', 'in', subjects)
    .where('closed_at', 'is', null)
    .orderBy('subject')
    .executeTakeFirst();
  if (open) return (JSON.parse(open.reason) as Reason).what;
  const { callsToday } = await readBudget(tx, target, now);
  return callsToday >= target.limits.callsPerDay
    ? 'The calls that Microsoft Entra allows in a day are used up.'
    : 'They are tried again by and by.';
}

export function leaversWaiting(count: number, why: string): Reason {
  const leavers = count === 1 ? '1 approved termination' : `${count} approved terminations`;
  return {
    code: 'leavers-waiting',
    what: `${leavers} could not be sent yet. ${why}`,
    next: 'Remove what is in the way, or disable these accounts by hand in the Microsoft Entra admin center and revoke their sessions; the bridge sends them by itself as soon as it can.',
    owner: 'identity-admin',
  };
}
