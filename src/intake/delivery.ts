import { createHash } from 'node:crypto';
import type { Connector, TicketRef } from '../kit/index.js';
import type { Judgement } from './judge.js';
import { statusOf } from './problem.js';

/** A proven delivery and what was decided about it, ready to be stored. */
export interface Delivery {
  id: string;
  connection: string;
  eventId: string;
  /** The sender gave no id, so that the body's digest stands for it. */
  eventIdDerived: boolean;
  sha256: string;
  body: string;
  receivedAt: number;
  judgement: Judgement;
  /** Tells which of two bodies is the newer; undefined where that does not matter. */
  revisionOf: Connector['revisionOf'];
}

export function makeDelivery(given: {
  id: string;
  connection: string;
  eventId: string | null;
  bytes: Buffer;
  now: number;
  judgement: Judgement;
  revisionOf?: Connector['revisionOf'];
}): Delivery {
  const sha256 = digestOf(given.bytes);
  return {
    id: given.id,
    connection: given.connection,
    eventId: given.eventId ?? `sha256:${sha256}`,
    eventIdDerived: given.eventId === null,
    sha256,
    // Stored for people to look at even where it is not UTF-8; no engine takes a zero character.
    body: given.bytes.toString('utf8').replaceAll('\0', '\uFFFD'),
    receivedAt: given.now,
    judgement: given.judgement,
    revisionOf: given.revisionOf,
  };
}

/** The first ticket it is about, where it names one. */
export function ticketOf(judgement: Judgement): TicketRef | undefined {
  return judgement.is === 'accepted' ? judgement.tickets[0] : judgement.ticket;
}

/** Whether another body about the same ticket is the newer one. */
export function isOlderThan({ body, revisionOf }: Delivery, other: string): boolean {
  return revisionOf !== undefined && revisionOf(JSON.parse(body)) < revisionOf(JSON.parse(other));
}

export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function toRow(delivery: Delivery) {
  const { judgement } = delivery;
  const ticket = ticketOf(judgement);
  return {
    id: delivery.id,
    connection: delivery.connection,
    event_id: delivery.eventId,
    body_sha256: delivery.sha256,
    received_at: delivery.receivedAt,
    status: judgement.is === 'accepted' ? 202 : statusOf(judgement.problem),
    problem: judgement.is === 'accepted' ? null : judgement.problem,
    errors: judgement.is === 'accepted' ? null : JSON.stringify(judgement.errors),
    event: judgement.is === 'accepted' ? judgement.event : null,
    ticket_ref: ticket?.ref ?? null,
    ticket_number: ticket?.number ?? null,
    body: delivery.body,
  };
}
