import { violation, type AuditEvent, type Checker } from '../history.js';
import { externalIds, sentRecords, subjectId, time } from './facts.js';

/**
 * I5: a termination leaves in a record that disables. One that a later hire was folded over would
 * count as sent, and as done once that hire is, and nobody had ever been asked to disable anybody.
 */
export const leaverAlone: Checker = (history) => {
  const people = externalIds(history);
  const enabling = new Set(
    sentRecords(history)
      .filter(({ active }) => active)
      .map(({ callId, externalId }) => `${callId} ${externalId}`),
  );
  let leaving: AuditEvent[] = [];
  return history.audit.flatMap((event) => {
    if (event.action === 'change.sent' && event.data['kind'] === 'termination') leaving.push(event);
    if (event.action !== 'upload.sending') return [];
    const wrong = leaving.filter(({ data }) =>
      enabling.has(`${subjectId(event)} ${people.get(String(data['person']))}`),
    );
    leaving = [];
    return wrong.map((change) =>
      violation('I5', `termination ${subjectId(change)} went as enabling at ${time(event.at)}`),
    );
  });
};
