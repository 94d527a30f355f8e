import { sql } from 'kysely';
import type { Reader } from '../../ports/store.js';
import { toGroup, worstFirst, type AttentionGroup, type Cause } from '../models/attention-group.js';

/** As many of one cause as a person looks through. */
const SHOWN = 50;

const isLeaver = sql<number>`CASE WHEN ticket.kind = 'termination' THEN 1 ELSE 0 END`;

/** Everything that needs a human, grouped by cause; leavers first, then the oldest. */
export async function listAttention(read: Reader): Promise<AttentionGroup[]> {
  const groups: AttentionGroup[] = [];
  // One question per cause: whatever one of them has thousands of, it hides none of another.
  for (const cause of await countCauses(read)) {
    groups.push(toGroup(cause, await firstOf(read, cause.cause)));
  }
  return groups.sort(worstFirst);
}

async function countCauses(read: Reader): Promise<Cause[]> {
  const rows = await openMatters(read)
    .select((eb) => ['attention.cause', eb.fn.countAll<number>().as('count')])
    .select((eb) => eb.fn.sum<number>(isLeaver).as('leavers'))
    .select((eb) => eb.fn.min('attention.opened_at').as('oldest'))
    .groupBy('attention.cause')
    .execute();
  return rows.map((row) => ({
    cause: row.cause,
    count: Number(row.count),
    leavers: Number(row.leavers),
    oldestAt: Number(row.oldest),
  }));
}

async function firstOf(read: Reader, cause: string) {
  const rows = await openMatters(read)
    .select(['attention.subject', 'attention.reason', 'attention.opened_at'])
    .select(['attention.ticket_id', 'ticket.number', 'ticket.kind'])
    .where('attention.cause', '=', cause)
    .orderBy(isLeaver, 'desc')
    .orderBy('attention.opened_at')
    .orderBy('attention.id')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => ({
    subject: row.subject,
    reason: row.reason,
    openedAt: Number(row.opened_at),
    ticketId: row.ticket_id,
    number: row.number,
    kind: row.kind,
  }));
}

function openMatters(read: Reader) {
  return read
    .selectFrom('attention')
    .leftJoin('ticket', 'ticket.id', 'attention.ticket_id')
    .where('attention.closed_at', 'is', null);
}
