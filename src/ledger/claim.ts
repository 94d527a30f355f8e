import { sql, type Selectable } from 'kysely';
import type { TicketTable } from '../ports/schema.js';
import type { Reader, Store, Tx } from '../ports/store.js';

export type TicketRow = Selectable<TicketTable>;
export type TicketStage = 'verify' | 'map' | 'writeback';

export interface TicketClaim {
  now: number;
  leaseMs: number;
  most: number;
  connection: string;
  /** The replica that claims. */
  by: string;
}

/**
 * Claims in a transaction of its own, and only where a look shows that something is due: idle workers
 * ask several times a second, and a claim is a write even where it finds nothing.
 */
export async function claimDue(
  store: Store,
  stage: TicketStage,
  claim: TicketClaim,
): Promise<TicketRow[]> {
  const due = await dueTickets(store.read, stage, claim).limit(1).execute();
  return due.length === 0 ? [] : store.write((tx) => claimTickets(tx, stage, claim));
}

/**
 * Takes due tickets of a connection for one stage, those of leavers first where the stage may be far
 * behind. No two workers get the same. The claim moves `<stage>_due_at` to the end of the lease, so
 * that a crash makes the ticket due again by itself, and raises `<stage>_fence`: whoever records
 * must name the fence it claimed with.
 */
export async function claimTickets(
  tx: Tx,
  stage: TicketStage,
  claim: TicketClaim,
): Promise<TicketRow[]> {
  const fence = `${stage}_fence` as const;
  const until = claim.now + claim.leaseMs;
  return tx
    .with('due', () =>
      dueTickets(tx, stage, claim)
        .orderBy(`${stage}_due_at`)
        .limit(claim.most)
        .forNoKeyUpdate()
        .skipLocked(),
    )
    .updateTable('ticket')
    .set((eb) => ({
      [`${stage}_due_at`]: until,
      [fence]: eb(fence, '+', 1),
      [`${stage}_by`]: claim.by,
      ...(stage === 'writeback' ? { writeback_lease_until: until } : {}),
    }))
    .where('id', 'in', (eb) => eb.selectFrom('due').select('due.id'))
    .returningAll()
    .execute();
}

/** A select of its own: within the condition of the update it could be carried out more than once. */
function dueTickets(read: Reader, stage: TicketStage, { now, connection }: TicketClaim) {
  const due = `${stage}_due_at` as const;
  let tickets = read
    .selectFrom('ticket')
    .select('id')
    .where(due, '<=', now)
    .where('connection', '=', connection);
  if (stage === 'writeback') {
    // It may be due again while somebody still writes to it: two notes would be written at once.
    tickets = tickets
      .where((eb) =>
        eb.or([eb('writeback_lease_until', 'is', null), eb('writeback_lease_until', '<=', now)]),
      )
      .orderBy(sql`case when kind = 'termination' then 0 else 1 end`);
  }
  return tickets;
}

/** The row as it is now, ours until the transaction ends; undefined where it was claimed or woken since. */
export function stillClaimed(
  tx: Tx,
  stage: TicketStage,
  claimed: TicketRow,
): Promise<TicketRow | undefined> {
  const fence = `${stage}_fence` as const;
  return tx
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', claimed.id)
    .where(fence, '=', claimed[fence])
    .forNoKeyUpdate()
    .executeTakeFirst();
}
