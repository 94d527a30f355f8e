import { violation, type Checker, type History, type Violation } from '../history.js';
import {
  carriedBy,
  externalIds,
  repeated,
  sentRecords,
  subjectId,
  time,
  uploads,
} from './facts.js';

const TERMINATION = 1;

/**
 * I5: a call is written down before it leaves, with everybody in it, each once; and what may have
 * arrived is not sent again before there was time for evidence, unless it is a leaver's.
 */
export const writtenFirst: Checker = (history) => [
  ...unknownCalls(history),
  ...unknownPeople(history),
  ...twiceInACall(history),
  ...hastyRepeats(history),
];

function unknownCalls({ events, audit }: History): Violation[] {
  const written = new Set(audit.filter(({ action }) => action === 'upload.sending').map(subjectId));
  return uploads(events)
    .filter(({ callId }) => !written.has(String(callId)))
    .map(({ callId, at }) =>
      violation('I5', `call ${String(callId)} at ${time(at)} was never written down`),
    );
}

function unknownPeople(history: History): Violation[] {
  const people = externalIds(history);
  const written = new Set(
    history.audit.flatMap((event) =>
      carriedBy(event).map(({ person }) => `${subjectId(event)} ${people.get(person)}`),
    ),
  );
  return sentRecords(history)
    .filter(({ callId, externalId }) => !written.has(`${callId} ${externalId}`))
    .map(({ externalId, at }) =>
      violation('I5', `${externalId} at ${time(at)} was in a call that was not written so`),
    );
}

function twiceInACall(history: History): Violation[] {
  const sent = sentRecords(history).map(({ callId, externalId }) => `${callId} ${externalId}`);
  return repeated(sent).map((one) => violation('I5', `twice in one call: ${one}`));
}

function hastyRepeats(history: History): Violation[] {
  const { doubtMs, clockSkewMs } = history.promises;
  const carried = new Map<string, string[]>();
  const doubted = new Map<string, number>();
  return history.audit.flatMap((event) => {
    if (event.action === 'upload.in-doubt') {
      for (const person of carried.get(subjectId(event)) ?? []) doubted.set(person, event.at);
    }
    if (/^attempt\.(applied|unchanged|failed|overtaken)$/.test(event.action)) {
      doubted.delete(String(event.data['person']));
    }
    const others = carriedBy(event).filter(({ lane }) => lane > TERMINATION);
    if (others.length > 0)
      carried.set(
        subjectId(event),
        others.map(({ person }) => person),
      );
    const hasty = carriedBy(event).filter(
      ({ person, lane }) =>
        lane > TERMINATION &&
        event.at < (doubted.get(person) ?? -Infinity) + doubtMs - 2 * clockSkewMs,
    );
    for (const { person } of carriedBy(event)) doubted.delete(person);
    return hasty.map(({ person }) =>
      violation('I5', `${person} in doubt was sent again at once, at ${time(event.at)}`),
    );
  });
}
