import type { Reason } from '../domain/reason.js';
import type { TicketSnapshot } from '../domain/ticket.js';
import { recordOf, type KnownPerson } from './known-people.js';
import { mapTicket, type Draft, type MapContext } from './map-ticket.js';
import { alreadyExists, nothingToDo, twoPeople, unknownPerson } from './reasons.js';
import type { Template } from './template.js';

export type Decision =
  { is: 'changes'; changes: Draft[] } | { is: 'rejected' | 'held'; reasons: Reason[] };

/** What a ticket comes to, given who is known by its externalId. */
export function decideMapping(
  template: Template,
  ticket: { id: string; snapshot: TicketSnapshot },
  externalId: string,
  known: KnownPerson,
  context: Omit<MapContext, 'person'>,
): Decision {
  const person = recordOf(known);
  const mapped = mapTicket(template, ticket.snapshot, externalId, { ...context, person });
  if (mapped.is === 'refused') return { is: 'rejected', reasons: mapped.reasons };
  if ((known.directory?.length ?? 0) > 1) return { is: 'held', reasons: [twoPeople] };
  const asks = mapped.changes.filter(
    (change) => Object.keys(change.patch).length > 0 || change.userNames.length > 0,
  );
  if (asks.length === 0) return { is: 'rejected', reasons: [nothingToDo] };
  if (asks.some((change) => change.expects === 'create'))
    return decideCreate(ticket.id, asks, known, person?.active ?? null);
  // Without a directory to ask, a person never met may still exist.
  if (!person && known.directory) return { is: 'rejected', reasons: [unknownPerson] };
  return { is: 'changes', changes: asks };
}

/** An enabled account, or another open hire, under the same number is somebody else. A disabled one comes back. */
function decideCreate(
  ticketId: string,
  changes: Draft[],
  known: KnownPerson,
  enabled: boolean | null,
): Decision {
  const ours = known.openTickets.has(ticketId);
  const others = [...known.openTickets].some((id) => id !== ticketId);
  if (!ours && (enabled === true || (others && enabled === null)))
    return { is: 'held', reasons: [alreadyExists] };
  if (enabled === null || ours) return { is: 'changes', changes };
  return {
    is: 'changes',
    changes: changes.map((change) => ({ ...change, expects: 'existing', userNames: [] })),
  };
}
