import { sql } from 'kysely';
import { laneRank } from '../../domain/kind.js';
import type { Reader } from '../../ports/store.js';
import { LEAVER_DEADLINE_MS, UNMAPPED, UNPROVEN } from '../late-leaver.js';

/**
 * Tickets of leavers whose termination is past its deadline and not proven. A ticket without a
 * change counts from its approval, so that one stuck before mapping is not overlooked.
 */
export async function lateLeavers(read: Reader, now: number): Promise<string[]> {
  const late = new Set([...(await lateChanges(read, now)), ...(await lateTickets(read, now))]);
  return [...late];
}

async function lateChanges(read: Reader, now: number): Promise<string[]> {
  const { urgent, planned } = LEAVER_DEADLINE_MS;
  // PostgreSQL takes a parameter for text unless it is told otherwise.
  const latest = sql<number>`CASE WHEN lane = ${laneRank('urgent-termination')}
    THEN CAST(${now - urgent} AS bigint) ELSE CAST(${now - planned} AS bigint) END`;
  const rows = await read
    .selectFrom('change')
    .select('ticket_id')
    .distinct()
    .where('kind', '=', 'termination')
    .where('state', 'in', UNPROVEN)
    .where((eb) => eb('effective_at', '<', latest))
    .where((eb) => eb('approved_at', '<', latest))
    .execute();
  return rows.map((row) => row.ticket_id);
}

async function lateTickets(read: Reader, now: number): Promise<string[]> {
  const rows = await read
    .selectFrom('ticket')
    .select('id')
    .where('kind', '=', 'termination')
    .where('state', 'in', UNMAPPED)
    .where('approved_at', '<', now - LEAVER_DEADLINE_MS.planned)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('change')
            .select('change.id')
            .whereRef('change.ticket_id', '=', 'ticket.id'),
        ),
      ),
    )
    .execute();
  return rows.map((row) => row.id);
}
