import { appendAudit } from '../ledger/audit.js';
import { intakeTicket } from '../ledger/intake-ticket.js';
import { forgetRefusal, refuseDelivery } from '../ledger/refusal.js';
import type { Random } from '../ports/random.js';
import type { Tx } from '../ports/store.js';
import { isOlderThan, ticketOf, toRow, type Delivery } from './delivery.js';
import type { Judgement } from './judge.js';
import { refusalReason } from './refusal-reasons.js';

/** What the sender is told, and under which id. */
export interface Stored {
  id: string;
  judgement: Judgement;
  isNew: boolean;
}

/**
 * Stores a delivery once. A repeat gets the first one's id; one that was refused is judged anew,
 * because what refused it may have been put right here. Another body under the same id is refused.
 */
export async function storeDelivery(tx: Tx, delivery: Delivery, random: Random): Promise<Stored> {
  const known = await insertOnce(tx, delivery);
  if (!known) {
    await recordEffect(tx, delivery, random);
    return { id: delivery.id, judgement: delivery.judgement, isNew: true };
  }
  if (known.body_sha256 !== delivery.sha256) return refuseReuse(tx, delivery, known.id, random);
  return repeat(tx, { ...delivery, id: known.id }, known.status, random);
}

/** The row that stands under this event id already, or undefined when ours went in. */
async function insertOnce(tx: Tx, delivery: Delivery) {
  const inserted = await tx
    .insertInto('delivery')
    .values(toRow(delivery))
    .onConflict((c) => c.columns(['connection', 'event_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return undefined;
  return tx
    .selectFrom('delivery')
    .select(['id', 'body_sha256', 'status'])
    .where('connection', '=', delivery.connection)
    .where('event_id', '=', delivery.eventId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

async function repeat(tx: Tx, delivery: Delivery, status: number, random: Random): Promise<Stored> {
  const { judgement, id } = delivery;
  if (status === 202) {
    // Without an id of the sender's own, the same words later may well be news.
    if (delivery.eventIdDerived) await takeInTickets(tx, delivery, random);
    return { id, judgement: { is: 'accepted', event: '', tickets: [] }, isNew: false };
  }
  const { received_at: _, ...row } = toRow(delivery);
  await tx.updateTable('delivery').set(row).where('id', '=', id).execute();
  if (judgement.is === 'accepted') await recordEffect(tx, delivery, random);
  return { id, judgement, isNew: false };
}

async function refuseReuse(
  tx: Tx,
  delivery: Delivery,
  first: string,
  random: Random,
): Promise<Stored> {
  const ticket = ticketOf(delivery.judgement);
  const judgement = { is: 'refused', problem: 'delivery-id-reused', errors: [], ticket } as const;
  const eventId = `${delivery.eventId}#${delivery.sha256}`;
  const other = { ...delivery, eventId, judgement };
  const known = await insertOnce(tx, other);
  await appendAudit(tx, {
    at: delivery.receivedAt,
    actor: `connection:${delivery.connection}`,
    action: 'security.delivery-id-reused',
    subject: `delivery:${known?.id ?? delivery.id}`,
    data: { first },
  });
  if (!known) await putBefore(tx, other, random);
  return { id: known?.id ?? delivery.id, judgement, isNew: !known };
}

async function recordEffect(tx: Tx, delivery: Delivery, random: Random): Promise<void> {
  const { judgement } = delivery;
  const accepted = judgement.is === 'accepted';
  await appendAudit(tx, {
    at: delivery.receivedAt,
    actor: `connection:${delivery.connection}`,
    action: accepted ? 'delivery.accepted' : 'delivery.refused',
    subject: `delivery:${delivery.id}`,
    ...(accepted ? {} : { data: { problem: judgement.problem } }),
  });
  await (accepted ? takeInTickets(tx, delivery, random) : putBefore(tx, delivery, random));
}

async function putBefore(tx: Tx, delivery: Delivery, random: Random): Promise<void> {
  const { connection, judgement, receivedAt: now } = delivery;
  if (judgement.is !== 'refused') return;
  const ticket = ticketOf(judgement) ?? null;
  const reason = refusalReason(judgement.problem, ticket !== null);
  await refuseDelivery(tx, { connection, ticket, reason, now, id: random.uuid() });
}

async function takeInTickets(tx: Tx, delivery: Delivery, random: Random): Promise<void> {
  if (delivery.judgement.is !== 'accepted') return;
  for (const { ref, number } of delivery.judgement.tickets) {
    const { id } = await intakeTicket(tx, {
      connection: delivery.connection,
      ...(ref === undefined ? {} : { ref }),
      ...(number === undefined ? {} : { number }),
      delivered: delivery.body,
      isOlderThan: (delivered) => isOlderThan(delivery, delivered),
      now: delivery.receivedAt,
      id: random.uuid(),
    });
    await forgetRefusal(tx, id, delivery.receivedAt);
  }
}
