import {
  UnexpectedAnswerError,
  type Exchange,
  type ReadOrder,
  type Settings,
  type TicketSnapshot,
} from '../../src/kit/index.js';
import { pathOf } from './path.js';
import { readBare, readEnvelope } from './parse.js';

/** From the system where it can be asked, else from the newest proven delivery. */
export function* read(
  orders: readonly ReadOrder[],
  settings: Settings,
): Exchange<TicketSnapshot[]> {
  const tickets: TicketSnapshot[] = [];
  for (const order of orders) {
    const ticket = settings['readPath'] ? yield* ask(order, settings) : delivered(order, settings);
    if (ticket && isMeant(ticket, order)) tickets.push(ticket);
  }
  return tickets;
}

function* ask(order: ReadOrder, settings: Settings): Exchange<TicketSnapshot | null> {
  const path = pathOf(settings['readPath'], order.ref ?? order.number ?? '');
  if (path === null) return null;
  const answer = yield { method: 'GET', path };
  if (answer.status === 404) return null;
  const { ticket, problems } = readBare(answer.body, settings);
  // An approval that is no known word is an answer like any other: it is not approved.
  const wrong = problems.filter(({ code }) => code !== 'not-approved');
  if (wrong.length === 0) return ticket;
  const where = wrong.map(({ pointer, code }) => `${pointer}: ${code}`).join(', ');
  throw new UnexpectedAnswerError(`the request read back is not as documented: ${where}`);
}

function delivered(order: ReadOrder, settings: Settings): TicketSnapshot | null {
  if (order.delivered === undefined) return settings['sweepPath'] ? null : nameOnly(order);
  const { ticket, problems } = readEnvelope(order.delivered, settings);
  return problems.length === 0 ? ticket : null;
}

/** Of a request all of whose deliveries were refused nothing is known but its name: enough to tell it so. */
function nameOnly({ ref, number }: ReadOrder): TicketSnapshot | null {
  if (ref === undefined) return null;
  return {
    ...{ ref, number: number ?? ref, catalogItem: '', revision: 0, digest: '', status: 'open' },
    ...{ approval: 'unknown', approvedAt: null, approvers: [], vars: {} },
    requester: { id: '', name: '', employeeNumber: '' },
  };
}

/** Another ticket than the one asked for is no answer. */
function isMeant(ticket: TicketSnapshot, { ref, number }: ReadOrder): boolean {
  return ref === undefined ? ticket.number === number : ticket.ref === ref;
}
