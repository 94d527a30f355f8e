import type { Reader } from '../../ports/store.js';
import { groupByCause, type AttentionGroup } from '../models/attention-group.js';

const MOST = 2_000;

/** Everything that needs a human, grouped by cause; leavers first, then the oldest. */
export async function listAttention(read: Reader): Promise<AttentionGroup[]> {
  const rows = await read
    .selectFrom('attention')
    .leftJoin('ticket', 'ticket.id', 'attention.ticket_id')
    .select(['attention.cause', 'attention.subject', 'attention.reason', 'attention.opened_at'])
    .select(['attention.ticket_id', 'ticket.number', 'ticket.kind'])
    .where('attention.closed_at', 'is', null)
    .orderBy('attention.opened_at')
    .limit(MOST)
    .execute();
  return groupByCause(
    rows.map((row) => ({
      cause: row.cause,
      subject: row.subject,
      reason: row.reason,
      openedAt: Number(row.opened_at),
      ticketId: row.ticket_id,
      number: row.number,
      kind: row.kind,
    })),
  );
}
