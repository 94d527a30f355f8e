import { violation, type Checker } from '../history.js';
import { callOfChanges, externalIds, sentRecords, subjectId, time } from './facts.js';

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
  return callOfChanges(history)
    .filter(({ change: { data } }) => data['kind'] === 'termination')
    .filter(({ change: { data }, callId }) =>
      enabling.has(`${callId} ${people.get(String(data['person']))}`),
    )
    .map(({ change }) =>
      violation('I5', `termination ${subjectId(change)} went as enabling at ${time(change.at)}`),
    );
};
