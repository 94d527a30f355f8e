import type { Hint, Refusal, Settings, TicketRef, TicketSnapshot } from '../../src/kit/index.js';
import { Check, isObject, type Problem } from './check.js';
import { instant } from './instant.js';
import { ID, readTicket } from './ticket.js';

const TYPE = /^jml\.request$/;

/** The envelope of Standard Webhooks: type, timestamp, data (fact sheet 7.1). */
export function parse(body: unknown, settings: Settings): Hint | Refusal {
  const { ticket, problems } = readEnvelope(body, settings);
  if (problems.length > 0) return refusal(problems, refOf(body));
  const { ref, number, approval, status } = ticket;
  const event = status === 'cancelled' ? 'request.cancelled' : `approval.${approval}`;
  return { is: 'hint', tickets: [{ ref, number }], event };
}

/** Deliveries may arrive in another order than the one in which they were sent. */
export function revisionOf(body: unknown): number {
  return readEnvelope(body, {}).ticket.revision;
}

export interface ReadTicket {
  ticket: TicketSnapshot;
  problems: Problem[];
}

export function readEnvelope(body: unknown, settings: Settings): ReadTicket {
  const problems: Problem[] = [];
  if (!isObject(body)) problems.push({ pointer: '', code: 'object-expected' });
  const envelope = new Check(isObject(body) ? body : {}, '', problems);
  envelope.text('type', { pattern: TYPE });
  const at = envelope.text('timestamp');
  if (at !== '' && instant(at) === null) envelope.note('timestamp', 'instant-expected');
  return { ticket: readTicket(envelope.object('data'), ignored(settings)), problems };
}

/** A read-back may answer the request alone, without an envelope. */
export function readBare(body: unknown, settings: Settings): ReadTicket {
  if (isObject(body) && Object.hasOwn(body, 'data')) return readEnvelope(body, settings);
  const problems: Problem[] = [];
  const data = new Check(isObject(body) ? body : {}, '', problems);
  return { ticket: readTicket(data, ignored(settings)), problems };
}

function ignored(settings: Settings): string[] {
  const names = settings['ignoredVariables'] ?? 'reason,termination_reason';
  return names.split(',').map((name) => name.trim());
}

/** Malformed comes before not approved: what cannot be read cannot be judged. */
function refusal(problems: Problem[], ticket: TicketRef | null): Refusal {
  const malformed = problems.filter(({ code }) => code !== 'not-approved');
  return {
    is: 'refusal',
    problem: malformed.length > 0 ? 'validation-failed' : 'not-approved',
    errors: malformed.length > 0 ? malformed : problems,
    ...(ticket ? { ticket } : {}),
  };
}

/** Which ticket a refused delivery is about, as far as it can be told. */
function refOf(body: unknown): TicketRef | null {
  const data = isObject(body) && isObject(body['data']) ? body['data'] : {};
  const [ref, number] = [data['id'], data['number']];
  const found = {
    ...(typeof ref === 'string' && ID.test(ref) ? { ref } : {}),
    ...(typeof number === 'string' && ID.test(number) ? { number } : {}),
  };
  return Object.keys(found).length > 0 ? found : null;
}
