import type { TicketSnapshot } from '../domain/ticket.js';
import type { TicketRow } from '../ledger/claim.js';
import { chooseTemplate } from './choose-template.js';
import { decideMapping, refused, type Decision, type DecideContext } from './decide.js';
import type { KnownPerson } from './known-people.js';
import { identify } from './map-ticket.js';
import { noTemplate } from './reasons.js';
import type { Template } from './template.js';

/** One claimed ticket on its way to a decision. */
export interface Case {
  ticket: TicketRow;
  snapshot: TicketSnapshot;
  template: Template | null;
  /** Null where the ticket does not say whom it is about. */
  externalId: string | null;
  /** Null until it is known who the person is. */
  decision: Decision | null;
}

/** What can be said of a ticket before anybody is looked up. */
export function openCase(
  ticket: TicketRow,
  templates: readonly Template[],
  context: DecideContext,
): Case {
  const snapshot = snapshotOf(ticket);
  const template = chooseTemplate(templates, snapshot);
  const base = { ticket, snapshot, template, externalId: null };
  if (!template) return { ...base, decision: { is: 'held', reason: noTemplate } };
  const id = identify(template, snapshot, { ...context, person: null });
  if (typeof id === 'string') return { ...base, externalId: id, decision: null };
  return { ...base, decision: refused([id]) };
}

export function decideCase(
  one: Case,
  known: ReadonlyMap<string, KnownPerson>,
  context: DecideContext,
): void {
  const { ticket, snapshot, template, externalId } = one;
  if (one.decision || template === null || externalId === null) return;
  const person = known.get(externalId) as KnownPerson;
  one.decision = decideMapping(template, { id: ticket.id, snapshot }, externalId, person, context);
}

/** The approval the ledger holds stands also where the ticket's system does not say when. */
function snapshotOf(ticket: TicketRow): TicketSnapshot {
  const snapshot = JSON.parse(ticket.snapshot as string) as TicketSnapshot;
  return { ...snapshot, approvedAt: ticket.approved_at };
}
