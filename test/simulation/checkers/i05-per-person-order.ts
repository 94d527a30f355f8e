import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type Violation,
} from '../history.js';
import { askedTickets, carriedBy, ofSubject, sentRecords, subjectId, time } from './facts.js';

/**
 * I5: per person what is sent only moves forward, one at a time: a termination that overtakes ends
 * what it overtakes; and nobody is enabled after a leaver was sent, unless by a request approved later.
 */
export const perPersonOrder: Checker = (history) => [
  ...versionsGoBack(history),
  ...twoInFlight(history),
  ...enabledAgain(history),
];

function versionsGoBack({ audit }: History): Violation[] {
  const newest = new Map<string, number>();
  return audit.flatMap(carriedBy).flatMap(({ person, version }) => {
    const before = newest.get(person) ?? 0;
    newest.set(person, Math.max(before, version));
    return version < before
      ? [violation('I5', `${person}: version ${version} after ${before}`)]
      : [];
  });
}

function twoInFlight({ audit }: History): Violation[] {
  const open = new Map<string, string>();
  return audit.flatMap((event) => {
    if (event.action.startsWith('attempt.')) {
      const person = String(event.data['person']);
      if (open.get(person) === subjectId(event)) open.delete(person);
    }
    return carriedBy(event).flatMap(({ person, attempt }) => {
      const twice = open.has(person);
      open.set(person, attempt);
      return twice ? [violation('I5', `${person} is in flight twice`)] : [];
    });
  });
}

/** From the calls as Entra saw them, whatever the bridge says of itself. */
function enabledAgain(history: History): Violation[] {
  const asked = askedTickets(history);
  const leavers = sentRecords(history).filter(
    (record) =>
      record.accepted && !record.active && isLeaver(history, record.externalId, record.at),
  );
  return leavers.flatMap((leaver) => {
    const again = sentRecords(history).find(
      ({ externalId, at, active }) => externalId === leaver.externalId && at > leaver.at && active,
    );
    if (!again) return [];
    const own = asked.filter(({ person }) => person === leaver.externalId);
    const ended = own.filter(({ kind }) => kind === 'termination');
    // One for a later day, approved before that, has not ended anything yet.
    const sent = leaversSent(history, leaver.at);
    const approvals = ended
      .filter(({ ref }) => sent.has(ref))
      .flatMap(({ approved }) => approved.map(({ from }) => from));
    const newest = Math.max(...approvals.filter((from) => from <= leaver.at));
    const rehired = own.some(
      ({ kind, approved }) =>
        kind !== 'termination' && approved.some(({ from }) => from >= newest && from <= again.at),
    );
    const withdrawn = ended.some(({ approved }) => approved.some(({ to }) => to <= again.at));
    if (rehired || withdrawn) return [];
    return [
      violation(
        'I5',
        `${leaver.externalId} left at ${time(leaver.at)}, enabled at ${time(again.at)}`,
      ),
    ];
  });
}

/** The bridge's clock and Entra's may differ. */
const SAME_MOMENT_MS = 5 * 60_000;

function isLeaver(history: History, externalId: string, at: number): boolean {
  const ids = new Map(history.people.map((one) => [one.id, one.externalId]));
  return terminationsSent(history).some(
    ({ data, at: sentAt }) =>
      ids.get(String(data['person'])) === externalId && Math.abs(sentAt - at) < SAME_MOMENT_MS,
  );
}

/** Tickets, as the ticket system names them, whose termination was sent by then. */
function leaversSent(history: History, by: number): Set<string> {
  const refs = new Map(history.tickets.map(({ id, ref }) => [id, ref]));
  const sent = terminationsSent(history).filter(({ at }) => at < by + SAME_MOMENT_MS);
  return new Set(sent.map(({ data }) => refs.get(String(data['ticket'])) ?? ''));
}

function terminationsSent({ audit }: History): AuditEvent[] {
  return ofSubject(audit, 'change').filter(
    ({ action, data }) => action === 'change.sent' && data['kind'] === 'termination',
  );
}
