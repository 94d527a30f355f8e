import type { Reader } from '../../ports/store.js';
import { pageOf, type PageOf, type PageWish } from '../cursor.js';
import { toDeliveryRow, type DeliveryRow } from '../models/delivery-row.js';

export interface DeliveryFilters {
  /** Accepted ones too; refused ones alone where absent. */
  all?: 'yes';
  connection?: string;
}

/** Deliveries of proven senders, newest first. */
export async function listDeliveries(
  read: Reader,
  { all, connection }: DeliveryFilters,
  wish: PageWish,
): Promise<PageOf<DeliveryRow>> {
  const back = wish.before !== undefined;
  const from = wish.after ?? wish.before;
  let query = read
    .selectFrom('delivery')
    .leftJoin('ticket', (join) =>
      join
        .onRef('ticket.connection', '=', 'delivery.connection')
        .onRef('ticket.ref', '=', 'delivery.ticket_ref'),
    )
    .select(['delivery.id', 'delivery.connection', 'delivery.event_id', 'delivery.received_at'])
    .select(['delivery.status', 'delivery.problem', 'delivery.errors', 'delivery.event'])
    .select([
      'delivery.ticket_ref',
      'delivery.ticket_number',
      'ticket.number',
      'ticket.id as ticket',
    ]);
  if (!all) query = query.where('delivery.problem', 'is not', null);
  if (connection) query = query.where('delivery.connection', '=', connection);
  if (from) {
    const sign = back ? '>' : '<';
    query = query.where((eb) =>
      eb.or([
        eb('delivery.received_at', sign, from.at),
        eb.and([eb('delivery.received_at', '=', from.at), eb('delivery.id', sign, from.id)]),
      ]),
    );
  }
  const order = back ? 'asc' : 'desc';
  const found = await query
    .orderBy('delivery.received_at', order)
    .orderBy('delivery.id', order)
    .limit(wish.size + 1)
    .execute();
  const page = pageOf(found, wish, (row) => ({ at: Number(row.received_at), id: row.id }));
  return { ...page, rows: page.rows.map(toDeliveryRow) };
}
