import { violation, type Checker, type History, type Violation } from '../history.js';
import { askedTickets, isApprovedAtEnd, ofSubject, subjectId } from './facts.js';

const OPEN = ['waiting', 'queued', 'sent'];

/**
 * I1: what was answered 2xx exists and came to an end, or stands before a human. A termination is
 * never superseded by anything but another termination. Approved tickets no webhook told of were found.
 */
export const nothingLost: Checker = (history) => [
  ...acknowledgedButUnknown(history),
  ...approvedButUnknown(history),
  ...unsettled(history),
  ...heldInSilence(history),
  ...leaversGivenUp(history),
];

function acknowledgedButUnknown({ events, tickets }: History): Violation[] {
  const refs = new Set(tickets.map(({ ref }) => ref));
  return events
    .filter((event) => event.op === 'webhook' && event['status'] === 202)
    .filter((event) => !refs.has(String(event['sys_id'])))
    .map((event) => violation('I1', `${String(event['number'])} was acknowledged and is unknown`));
}

function approvedButUnknown(history: History): Violation[] {
  const refs = new Set(history.tickets.map(({ ref }) => ref));
  return askedTickets(history)
    .filter((ticket) => isApprovedAtEnd(ticket) && !refs.has(ticket.ref))
    .map(({ number }) => violation('I1', `${number} is approved and was never found`));
}

function unsettled(history: History): Violation[] {
  const { changes, tickets, audit, end } = history;
  const effective = new Map(
    audit
      .filter(({ action }) => action === 'change.waiting')
      .filter(({ data }) => data['effectiveAt'] !== undefined)
      .map((event) => [subjectId(event), Number(event.data['effectiveAt'])]),
  );
  return [
    ...changes
      .filter(({ id, state }) => OPEN.includes(state) && (effective.get(id) ?? 0) < end)
      .filter(({ id }) => !outOfOurHands(history, id))
      .map(({ id, state }) => violation('I1', `change ${id} is still ${state}`)),
    ...tickets
      .filter(({ state }) => state === 'received' || state === 'approved')
      .map(({ number, state }) => violation('I1', `${number} is still ${state}`)),
  ];
}

/** Entra never shows what became of this person: then a human has to know, and it is sent again. */
function outOfOurHands(history: History, change: string): boolean {
  const people = new Map(
    ofSubject(history.audit, 'change').map((event) => [subjectId(event), event.data['person']]),
  );
  const told = history.attention.some(
    ({ subject }) => people.get(subject.slice('change:'.length)) === people.get(change),
  );
  const externalId = history.people.find(({ id }) => id === people.get(change))?.externalId;
  const hidden = history.events.some(
    (event) =>
      event.op === 'logRow' && event['externalId'] === externalId && event['fault'] !== undefined,
  );
  const last = history.events
    .filter((event) => event.op === 'processed' && event['externalId'] === externalId)
    .at(-1);
  // Leavers for whom the day's calls do not suffice are one matter, not one each.
  if (history.attention.some(({ subject }) => subject.startsWith('leavers:'))) {
    if (wasDayUsed(history)) return true;
  }
  return told && (hidden || last?.['effect'] === 'fail' || wasDayUsed(history));
}

/** Held means that a human must act, so a human must have been told. */
function heldInSilence({ changes, tickets, attention }: History): Violation[] {
  const told = new Set(attention.map(({ subject }) => subject));
  const subjects = [
    ...changes.filter(({ state }) => state === 'held').map(({ id }) => `change:${id}`),
    ...tickets.filter(({ state }) => state === 'held').map(({ id }) => `ticket:${id}`),
  ];
  return subjects
    .filter((subject) => !told.has(subject))
    .map((subject) => violation('I1', `${subject} is held and nobody was told`));
}

function leaversGivenUp({ audit }: History): Violation[] {
  return ofSubject(audit, 'change')
    .filter(({ data }) => data['kind'] === 'termination')
    .filter(({ action }) => action === 'change.failed' || action === 'change.superseded')
    .filter((event) => !replacedByItsOwnTicket(audit, event.data, event.seq))
    .map((event) =>
      violation('I1', `termination ${subjectId(event)} was given up: ${event.action}`),
    );
}

/** An edited ticket replaces its own change, and a second termination of a person the first. */
function replacedByItsOwnTicket(
  audit: History['audit'],
  { person }: Record<string, unknown>,
  seq: number,
): boolean {
  return audit.some(
    (other) =>
      other.data['person'] === person &&
      other.data['kind'] === 'termination' &&
      other.seq > seq &&
      ['change.waiting', 'change.sent', 'change.applied', 'change.unchanged'].includes(
        other.action,
      ),
  );
}

/** Who cannot be sent again for a day is looked for in the log of six hours only; a human knows. */
function wasDayUsed({ audit, promises }: History): boolean {
  const calls = audit.filter(({ action }) => action === 'upload.sending').map(({ at }) => at);
  return calls.some((at, index) => {
    const before = calls[index - promises.callsPerDay + 1];
    return before !== undefined && at - before < DAY_MS;
  });
}

const DAY_MS = 86_400_000;
