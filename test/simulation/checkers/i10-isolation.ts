import { violation, type AuditEvent, type Checker, type History } from '../history.js';
import { carriedBy, externalIds, ofSubject, subjectId } from './facts.js';

/** I10: nobody fails for another's sake: a change fails by its own record alone, or by its own row in the log. */
export const isolation: Checker = (history) => {
  const people = externalIds(history);
  const alone = refusedAlone(history);
  return ofSubject(history.audit, 'change')
    .filter(({ action }) => action === 'change.failed')
    .filter((event) => {
      const person = String(event.data['person']);
      return !alone.has(person) && !hasFailureRow(history, people.get(person), event);
    })
    .map((event) => violation('I10', `change ${subjectId(event)} failed with a call of many`));
};

/** People whose record was refused in a call of its own. */
function refusedAlone({ audit }: History): Set<string> {
  const refused = new Set(
    audit.filter(({ action }) => action === 'upload.refused').map((event) => subjectId(event)),
  );
  const calls = audit.filter(
    (event) => refused.has(subjectId(event)) && carriedBy(event).length === 1,
  );
  return new Set(calls.flatMap((event) => carriedBy(event).map(({ person }) => person)));
}

function hasFailureRow({ events }: History, externalId: string | undefined, { at }: AuditEvent) {
  return events.some(
    (event) =>
      event.op === 'logRow' &&
      event['externalId'] === externalId &&
      event['status'] !== 'success' &&
      event.at <= at,
  );
}
