import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type Violation,
} from '../history.js';
import { callOfChanges, externalIds, sentRecords, subjectId, time } from './facts.js';

/**
 * I5: a termination leaves in a record that disables, and that nothing approved after it was folded
 * over. One that a later hire was folded over would count as sent, and as done once that hire is, and
 * nobody had ever been asked to disable anybody; one that goes with a later transfer fails with it.
 */
export const leaverAlone: Checker = (history) => [...enabling(history), ...accompanied(history)];

function enabling(history: History): Violation[] {
  const people = externalIds(history);
  const enabled = new Set(
    sentRecords(history)
      .filter(({ active }) => active)
      .map(({ callId, externalId }) => `${callId} ${externalId}`),
  );
  return callOfChanges(history)
    .filter(({ change }) => isTermination(change))
    .filter(({ change: { data }, callId }) =>
      enabled.has(`${callId} ${people.get(String(data['person']))}`),
    )
    .map(({ change }) =>
      violation('I5', `termination ${subjectId(change)} went as enabling at ${time(change.at)}`),
    );
}

function accompanied(history: History): Violation[] {
  const from = startsOf(history);
  const records = Map.groupBy(
    callOfChanges(history),
    ({ change, callId }) => `${callId} ${String(change.data['person'])}`,
  );
  return [...records.values()].flatMap((record) => {
    const changes = record.map(({ change }) => change);
    const leaver = changes.find(isTermination);
    if (!leaver) return [];
    const end = from.get(subjectId(leaver)) ?? Infinity;
    return changes
      .filter((one) => !isTermination(one) && (from.get(subjectId(one)) ?? 0) > end)
      .map((one) =>
        violation('I5', `${subjectId(one)} went in the record of termination ${subjectId(leaver)}`),
      );
  });
}

/** From when on each change holds: nothing does before its approval. */
function startsOf({ audit }: History): Map<string, number> {
  const told = audit.filter(({ data }) => data['effectiveAt'] !== undefined);
  return new Map(
    told.map((event) => {
      const { effectiveAt, approvedAt } = event.data;
      return [subjectId(event), Math.max(Number(effectiveAt), Number(approvedAt ?? 0))];
    }),
  );
}

const isTermination = ({ data }: AuditEvent): boolean => data['kind'] === 'termination';
