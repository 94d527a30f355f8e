import type { Reason } from '../domain/reason.js';
import type { PersonRecord } from '../domain/record.js';
import type { TicketSnapshot } from '../domain/ticket.js';
import { extensionOf } from './attribute-paths.js';
import { recordOf, type KnownPerson } from './known-people.js';
import { mapTicket, type Draft, type MapContext } from './map-ticket.js';
import {
  alreadyExists,
  contested,
  joinReasons,
  otherSpelling,
  recordUnknown,
  twoPeople,
  unknownExtension,
  unknownPerson,
} from './reasons.js';
import { mismatch } from './match-person.js';
import type { Template } from './template.js';

export type Refusal = { is: 'rejected' | 'held'; reason: Reason };
export type Decision = { is: 'changes'; changes: Draft[] } | Refusal;

export interface DecideContext extends Omit<MapContext, 'person'> {
  /** Prefixes of the target's extensions. */
  extensions: readonly string[];
  /** What the target's settings say about people whose record is unknown. */
  withoutBaseline: 'send' | 'hold';
}

/** What a ticket comes to, given who is known by its externalId. */
export function decideMapping(
  template: Template,
  ticket: { id: string; snapshot: TicketSnapshot },
  externalId: string,
  known: KnownPerson,
  context: DecideContext,
): Decision {
  const unclear = unclearAccount(externalId, known.directory ?? []);
  if (unclear) return unclear;
  const person = recordOf(known);
  const other = person && mismatch(template, ticket.snapshot, person, { ...context, person });
  if (other) return held(other);
  const mapped = mapTicket(template, ticket.snapshot, externalId, {
    ...context,
    person: { ...person, ...known.pending },
  });
  if (mapped.is === 'refused') return refused(mapped.reasons as [Reason, ...Reason[]]);
  const missing = missingExtension(mapped.changes, context.extensions);
  if (missing) return held(unknownExtension(missing));
  if (mapped.changes.some((change) => change.expects === 'create'))
    return decideCreate(ticket.id, mapped.changes, known);
  if (person || known.tickets.size > 0) return mapped;
  if (known.directory) return { is: 'rejected', reason: unknownPerson };
  // Without a directory to ask, a person never met may still exist; a leaver is never held for that.
  const send = template.kind === 'termination' || context.withoutBaseline === 'send';
  return send ? mapped : held(recordUnknown);
}

/** The job may match an employee number whatever its case of letters, so another spelling is a danger. */
function unclearAccount(externalId: string, found: readonly PersonRecord[]): Refusal | null {
  if (found.length > 1) return held(twoPeople);
  const other = found.some((record) => record.externalId !== externalId);
  return other ? refused([otherSpelling]) : null;
}

/** What the agent can correct is rejected; the rest waits for somebody else. */
export function refused(reasons: readonly [Reason, ...Reason[]]): Refusal {
  const [first, ...rest] = [...reasons].sort(
    (a, b) => Number(a.owner === 'service-desk') - Number(b.owner === 'service-desk'),
  ) as [Reason, ...Reason[]];
  const reason = joinReasons([first, ...rest]);
  return { is: reason.owner === 'service-desk' ? 'rejected' : 'held', reason };
}

/**
 * An enabled account, or another open request, under the same number is somebody else. A disabled
 * account comes back. A hire seen before, corrected, stays the hire it was.
 */
export function decideCreate(ticketId: string, changes: Draft[], known: KnownPerson): Decision {
  if (known.tickets.has(ticketId)) return { is: 'changes', changes };
  const enabled = recordOf(known)?.['active'] ?? null;
  if (enabled === true) return held(alreadyExists);
  if ([...known.openTickets].some((id) => id !== ticketId)) return held(contested);
  if (enabled === null) return { is: 'changes', changes };
  return { is: 'changes', changes: changes.map((change) => ({ ...change, expects: 'existing' })) };
}

function missingExtension(changes: Draft[], extensions: readonly string[]): string | null {
  const paths = changes.flatMap((change) => Object.keys(change.patch));
  return (
    paths.find((path) => {
      const prefix = extensionOf(path);
      return prefix !== null && !extensions.includes(prefix);
    }) ?? null
  );
}

function held(reason: Reason): Refusal {
  return { is: 'held', reason };
}
