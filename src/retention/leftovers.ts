import { expressionBuilder, sql } from 'kysely';
import type { Database } from '../ports/schema.js';
import type { Tx } from '../ports/store.js';

/** Deletes at most so many rows of one kind that nothing refers to any more; how many it was. */
export type Leftovers = (tx: Tx, cutOff: number, most: number) => Promise<number>;

/** Empties bodies of deliveries; the rows stay, so that a repeat is still known as one. */
export const emptyBodies: Leftovers = async (tx, cutOff, most) => {
  const { numUpdatedRows } = await tx
    .updateTable('delivery')
    .set({ body: '' })
    .where('id', 'in', (qb) =>
      qb
        .selectFrom('delivery')
        .select('id')
        .where('received_at', '<', cutOff)
        .where('body', '<>', sql.lit(''))
        .limit(most),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
};

/** Calls whose attempts are all gone. */
export const deleteUploads: Leftovers = async (tx, cutOff, most) => {
  const { numDeletedRows } = await tx
    .deleteFrom('upload')
    .where('id', 'in', (qb) =>
      qb
        .selectFrom('upload')
        .select('upload.id')
        .where('started_at', '<', cutOff)
        .where('upload.state', '<>', 'sending')
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('attempt')
                .select('attempt.id')
                .whereRef('attempt.upload_id', '=', 'upload.id'),
            ),
          ),
        )
        .limit(most),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
};

/** Deliveries that told of no ticket the ledger has: refused ones, and those that concern nobody here. */
export const deleteStrayDeliveries: Leftovers = async (tx, cutOff, most) => {
  const { numDeletedRows } = await tx
    .deleteFrom('delivery')
    .where('id', 'in', (qb) =>
      qb
        .selectFrom('delivery')
        .select('delivery.id')
        .where('delivery.received_at', '<', cutOff)
        .where((eb) => eb.not(eb.exists(toldOf('ref', 'ticket_ref'))))
        .where((eb) => eb.not(eb.exists(toldOf('number', 'ticket_number'))))
        .limit(most),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
};

/** Two questions, not one with `or`: each has an index that answers it. */
function toldOf(key: 'ref' | 'number', said: 'ticket_ref' | 'ticket_number') {
  return expressionBuilder<Database, 'delivery'>()
    .selectFrom('ticket')
    .select('ticket.id')
    .whereRef('ticket.connection', '=', 'delivery.connection')
    .whereRef(`ticket.${key}`, '=', `delivery.${said}`);
}

/** Matters that were settled and belong to no ticket, such as an outage that is over. */
export const deleteAttention: Leftovers = async (tx, cutOff, most) => {
  const { numDeletedRows } = await tx
    .deleteFrom('attention')
    .where('id', 'in', (qb) =>
      qb
        .selectFrom('attention')
        .select('id')
        .where('ticket_id', 'is', null)
        .where('closed_at', '<', cutOff)
        .limit(most),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
};
