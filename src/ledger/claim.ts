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

/** Where a stage may be far behind, leavers come first. */
const RANKS: Record<TicketStage, readonly (0 | 1 | null)[]> = {
  verify: [null],
  map: [null],
  writeback: [0, 1],
};
/** As it stands in an index: thousands may be due, and to sort them would cost more than what is taken. */
const RANK = sql<number>`case when kind = 'termination' then 0 else 1 end`;

/**
 * Claims in a transaction of its own, and only where a look shows that something is due: idle workers
 * ask several times a second, and a claim is a write even where it finds nothing.
 */
export async function claimDue(
  store: Store,
  stage: TicketStage,
  claim: TicketClaim,
): Promise<TicketRow[]> {
  for (const rank of RANKS[stage]) {
    const due = await nextTickets(store.read, stage, { ...claim, most: 1 }, rank).execute();
    if (due.length > 0) return store.write((tx) => claimTickets(tx, stage, claim));
  }
  return [];
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
  const claimed: TicketRow[] = [];
  for (const rank of RANKS[stage]) {
    const most = claim.most - claimed.length;
    if (most > 0) claimed.push(...(await claimRank(tx, stage, { ...claim, most }, rank)));
  }
  return claimed;
}

function claimRank(
  tx: Tx,
  stage: TicketStage,
  claim: TicketClaim,
  rank: number | null,
): Promise<TicketRow[]> {
  const fence = `${stage}_fence` as const;
  const until = claim.now + claim.leaseMs;
  return tx
    .with('due', () => nextTickets(tx, stage, claim, rank).forNoKeyUpdate().skipLocked())
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
export function nextTickets(
  read: Reader,
  stage: TicketStage,
  { now, connection, most }: Pick<TicketClaim, 'now' | 'connection' | 'most'>,
  rank: number | null,
) {
  const due = `${stage}_due_at` as const;
  let tickets = read
    .selectFrom('ticket')
    .select('id')
    .where(due, '<=', now)
    .where('connection', '=', connection)
    .orderBy(due)
    .limit(most);
  if (rank !== null) tickets = tickets.where(RANK, '=', rank);
  if (stage !== 'writeback') return tickets;
  // It may be due again while somebody still writes to it: two notes would be written at once.
  return tickets.where((eb) =>
    eb.or([eb('writeback_lease_until', 'is', null), eb('writeback_lease_until', '<=', now)]),
  );
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
