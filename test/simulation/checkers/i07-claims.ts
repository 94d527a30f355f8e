import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type SandboxEvent,
  type Violation,
} from '../history.js';
import { eventsByPerson } from './by-person.js';
import {
  askedByLedgerId,
  carriedBy,
  externalIds,
  ofSubject,
  sentRecords,
  subjectId,
  time,
} from './facts.js';

const TERMINATION = 1;
/** Looks for evidence are minutes apart. */
const SEEN_WITHIN_MS = 30 * 60_000;

/**
 * I7: a title is only confirmed where it was sent; and while nothing goes wrong, evidence that can be
 * read is not overlooked.
 */
export const claims: Checker = (history) => [
  ...replacedButConfirmed(history),
  ...shownButUnconfirmed(history),
];

function replacedButConfirmed(history: History): Violation[] {
  const asked = askedByLedgerId(history);
  const people = externalIds(history);
  const sent = Map.groupBy(sentRecords(history), ({ externalId }) => externalId);
  const sentAt = new Map<string, number>();
  return ofSubject(history.audit, 'change').flatMap((event): Violation[] => {
    if (event.action === 'change.sent') sentAt.set(subjectId(event), event.at);
    // Of a hire more than its title is left when a later request replaced that.
    if (!isConfirmed(event) || event.data['step'] !== 'move') return [];
    const titles = (asked.get(String(event.data['ticket']))?.titles ?? []).map(
      ({ value }) => value,
    );
    const externalId = String(people.get(String(event.data['person'])));
    const since = (sentAt.get(subjectId(event)) ?? 0) - history.promises.clockSkewMs;
    const carried = sent
      .get(externalId)
      ?.some((record) => record.at >= since && titles.includes(record.title));
    return carried || titles.every((title) => title === '')
      ? []
      : [violation('I7', `${externalId} confirmed at ${time(event.at)}, its title was not sent`)];
  });
}

function isConfirmed({ action }: AuditEvent): boolean {
  return action === 'change.applied' || action === 'change.unchanged';
}

function shownButUnconfirmed(history: History): Violation[] {
  const people = externalIds(history);
  const leavers = leaversOf(history);
  const ofPerson = eventsByPerson(history);
  const started = new Map<string, number>();
  return history.audit.flatMap((event) => {
    for (const { attempt } of carriedBy(event)) started.set(attempt, event.at);
    if (event.action !== 'attempt.unconfirmed') return [];
    const from = started.get(subjectId(event)) ?? Infinity;
    const externalId = String(people.get(String(event.data['person'])));
    const row = ofPerson(externalId).rows.find(
      (one) =>
        one.at >= from + history.promises.clockSkewMs &&
        couldBeSeen(one, history.calmFrom, event.at),
    );
    return row && !leavers.has(subjectId(event))
      ? [
          violation(
            'I7',
            `${externalId} unconfirmed at ${time(event.at)}, shown at ${time(row.at)}`,
          ),
        ]
      : [];
  });
}

function couldBeSeen(row: SandboxEvent, calmFrom: number, at: number): boolean {
  const visibleAt = row['visibleAt'] as number | null;
  return visibleAt !== null && Math.max(visibleAt, calmFrom) <= at - SEEN_WITHIN_MS;
}

/** Of a leaver a row proves little; only its absence of access counts. */
function leaversOf({ audit }: History): Set<string> {
  return new Set(
    audit
      .flatMap(carriedBy)
      .filter(({ lane }) => lane <= TERMINATION)
      .map(({ attempt }) => attempt),
  );
}
