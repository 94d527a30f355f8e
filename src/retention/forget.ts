import type { Tx } from '../ports/store.js';
import { planForgetting, type Baseline } from './plan.js';
import { readCandidates, readOld, type Cursor, type TicketRow } from './read.js';

/** Rows that went, by table. */
export interface Forgotten {
  tickets: number;
  changes: number;
  deliveries: number;
  attempts: number;
}

/** Walks one batch of old tickets on and deletes what may go; `next` is null at the end of the walk. */
export async function forgetBatch(
  tx: Tx,
  cutOff: number,
  after: Cursor,
  most: number,
): Promise<{ forgotten: Forgotten; next: Cursor | null }> {
  const candidates = await readCandidates(tx, cutOff, after, most);
  const next = candidates.length === most ? (candidates.at(-1) as Cursor) : null;
  if (candidates.length === 0) return { forgotten: nothing, next };
  const ids = candidates.map((candidate) => candidate.id);
  const { rows, tickets, people } = await readOld(tx, ids);
  const plan = planForgetting(tickets, people, cutOff);
  if (plan.tickets.length === 0) return { forgotten: nothing, next };
  const going = new Set(plan.tickets);
  await moveBaselines(tx, plan.baselines);
  const changes = await deleteTickets(tx, plan.tickets);
  const deliveries = await deleteDeliveries(
    tx,
    rows.filter((row) => going.has(row.id)),
  );
  const touched = tickets
    .filter((ticket) => going.has(ticket.id))
    .flatMap(({ people: ids }) => ids);
  const attempts = await deleteAttempts(tx, [...new Set(touched)], cutOff);
  return { forgotten: { tickets: going.size, changes, deliveries, attempts }, next };
}

const nothing: Forgotten = { tickets: 0, changes: 0, deliveries: 0, attempts: 0 };

async function moveBaselines(tx: Tx, baselines: ReadonlyMap<string, Baseline>): Promise<void> {
  for (const [id, { record, at }] of baselines) {
    await tx
      .updateTable('person')
      .set({ baseline: JSON.stringify(record), baseline_at: at })
      .where('id', '=', id)
      .execute();
  }
}

async function deleteTickets(tx: Tx, ids: readonly string[]): Promise<number> {
  await tx.deleteFrom('note').where('ticket_id', 'in', ids).execute();
  await tx.deleteFrom('attention').where('ticket_id', 'in', ids).execute();
  const { numDeletedRows } = await tx
    .deleteFrom('change')
    .where('ticket_id', 'in', ids)
    .executeTakeFirst();
  await tx.deleteFrom('ticket').where('id', 'in', ids).execute();
  return Number(numDeletedRows);
}

/** The deliveries that told of these tickets, by the system's id or, where they had none, the number. */
async function deleteDeliveries(tx: Tx, tickets: readonly TicketRow[]): Promise<number> {
  let deleted = 0n;
  for (const [connection, own] of Map.groupBy(tickets, (ticket) => ticket.connection)) {
    const ofConnection = tx.deleteFrom('delivery').where('connection', '=', connection);
    const refs = own.map((ticket) => ticket.ref);
    const byRef = await ofConnection.where('ticket_ref', 'in', refs).executeTakeFirst();
    const numbers = own.map((ticket) => ticket.number);
    const byNumber = await ofConnection
      .where('ticket_ref', 'is', null)
      .where('ticket_number', 'in', numbers)
      .executeTakeFirst();
    deleted += byRef.numDeletedRows + byNumber.numDeletedRows;
  }
  return Number(deleted);
}

/** Attempts of these people closed before the cut-off, but for those that a change still names. */
async function deleteAttempts(tx: Tx, people: readonly string[], cutOff: number): Promise<number> {
  if (people.length === 0) return 0;
  const rows = await tx
    .selectFrom('attempt')
    .select('id')
    .where('person_id', 'in', people)
    .where('closed_at', '<', cutOff)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('change')
            .select('change.id')
            .whereRef('change.attempt_id', '=', 'attempt.id'),
        ),
      ),
    )
    .execute();
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return 0;
  await tx.deleteFrom('evidence').where('attempt_id', 'in', ids).execute();
  await tx.deleteFrom('attempt').where('id', 'in', ids).execute();
  return ids.length;
}
