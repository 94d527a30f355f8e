import { digestOf, makeDelivery, type Delivery } from './delivery.js';
import { judge } from './judge.js';
import type { Connected, IntakeParts } from './parts.js';
import type { ProblemDetails, ProblemType } from './problem.js';
import { proveSender, type Evidence, type Proof } from './prove-sender.js';
import type { Body } from './raw-body.js';
import { storeDelivery, type Stored } from './store-delivery.js';

/** One delivery as it came in, its body read whole. */
export interface Arrival {
  /** Of this request; becomes the delivery's when it is stored. */
  id: string;
  connection: Connected;
  headers: Evidence['headers'];
  body: Extract<Body, { is: 'body' }>;
}

/** What the sender is told. */
export type Reply =
  | { is: 'accepted'; id: string }
  | (ProblemDetails & {
      is: 'refused';
      /** Value of WWW-Authenticate. */
      challenge?: string;
      retryAfterSeconds?: number;
    });

const RETRY_AFTER_SECONDS = 30;

/** Sender, content, store: in this order, and only then an answer. */
export async function takeDelivery(parts: IntakeParts, arrival: Arrival): Promise<Reply> {
  const { settings } = arrival.connection;
  const { wire, bytes } = arrival.body;
  const now = parts.clock.now();
  const wholes = wire === bytes ? [bytes] : [wire, bytes];
  const proof = proveSender(settings.proof, { headers: arrival.headers, wholes, now });
  if (proof.is === 'unproven')
    return turnAway(parts, arrival, proof.problem, { challenge: proof.challenge });
  parts.faults.reach('sender-proven');
  const entry = parts.gate.enter(settings.name, proof.eventId ?? digestOf(bytes), settings.rate);
  if (entry.is === 'in-progress')
    return turnAway(parts, arrival, 'delivery-in-progress', { retryAfterSeconds: 1 });
  if (entry.is === 'too-many') return turnAway(parts, arrival, 'rate-limited', entry);
  try {
    return await store(parts, arrival, examine(parts, arrival, proof, now));
  } finally {
    entry.leave();
  }
}

/** Nothing of it is kept: the sender is not proven, or is to come again. */
function turnAway(
  parts: IntakeParts,
  arrival: Arrival,
  problem: ProblemType,
  { challenge, retryAfterSeconds }: { challenge?: string; retryAfterSeconds?: number },
): Reply {
  const event = challenge === undefined ? 'delivery-deferred' : 'delivery-unproven';
  parts.log.warn(event, about(arrival, problem));
  return {
    ...{ is: 'refused', problem, id: arrival.id },
    ...(challenge === undefined ? {} : { challenge }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

function examine(
  parts: IntakeParts,
  arrival: Arrival,
  { eventId }: Extract<Proof, { is: 'proven' }>,
  now: number,
): Delivery {
  const { id } = arrival;
  const { settings, connector } = arrival.connection;
  const { bytes } = arrival.body;
  const onFault = (error: unknown) =>
    parts.log.error('connector-failed', { ...about(arrival), error: nameOf(error) });
  const judgement = judge(bytes, { connector, settings: settings.settings, onFault });
  const { name } = settings;
  const { revisionOf } = connector;
  return makeDelivery({ id, connection: name, eventId, bytes, now, judgement, revisionOf });
}

async function store(parts: IntakeParts, arrival: Arrival, delivery: Delivery): Promise<Reply> {
  const stored = await keep(parts, arrival, delivery);
  if (stored) return reply(parts, arrival, stored);
  return {
    is: 'refused',
    problem: 'unavailable',
    id: arrival.id,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  };
}

/** Whatever kept it from being stored, the sender must send again: never a 2xx without a row. */
async function keep(
  parts: IntakeParts,
  { id }: Arrival,
  delivery: Delivery,
): Promise<Stored | undefined> {
  try {
    return await parts.store.write((tx) => storeDelivery(tx, delivery, parts.random));
  } catch (error) {
    parts.log.error('delivery-not-stored', { request: id, error: nameOf(error) });
    return undefined;
  }
}

function reply(parts: IntakeParts, arrival: Arrival, { id, judgement }: Stored): Reply {
  parts.faults.reach('delivery-stored');
  parts.wake?.();
  if (judgement.is === 'refused') {
    const { problem, errors } = judgement;
    parts.log.warn('delivery-refused', { ...about(arrival, problem), delivery: id });
    return { is: 'refused', problem, id, errors };
  }
  parts.log.info('delivery-accepted', { ...about(arrival), delivery: id });
  return { is: 'accepted', id };
}

/** What the log says of a request: ids, never what was in it. */
export function about(
  { id, connection }: { id: string; connection: Connected },
  problem?: ProblemType,
) {
  return { request: id, connection: connection.settings.name, ...(problem && { problem }) };
}

/** An error's message may quote what was sent; its name does not. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
