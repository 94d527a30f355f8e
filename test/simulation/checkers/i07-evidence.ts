import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type SandboxEvent,
  type Violation,
} from '../history.js';
import { carriedBy, ofSubject, subjectId, time } from './facts.js';

const TERMINATION = 1;

/**
 * I7: success is claimed only after Entra processed a record of that person sent since, and showed
 * it: as a row that could be read, or as a user. For a leaver the account must be disabled by then.
 */
export const evidence: Checker = (history) => {
  const people = new Map(history.people.map(({ id, externalId }) => [id, externalId]));
  const firstSent = new Map<string, number>();
  const newest = new Map<string, Sent>();
  return history.audit.flatMap((event) => {
    for (const one of carriedBy(event)) {
      const before = newest.get(one.person);
      // A version sent again is the same record: what proves its first sending proves the last.
      const from = before?.version === one.version ? before.from : event.at;
      newest.set(one.person, { ...one, from });
    }
    const change = subjectId(event);
    if (event.action === 'change.sent' && !firstSent.has(change)) firstSent.set(change, event.at);
    if (event.action !== 'change.applied' && event.action !== 'change.unchanged') return [];
    const person = String(event.data['person']);
    const externalId = people.get(person) ?? '';
    // Repeats of one termination, and what it carries, are one matter; else only the newest counts.
    const sent = newest.get(person);
    const leaver = (sent?.lane ?? 0) <= TERMINATION;
    const from = leaver ? (firstSent.get(change) ?? 0) : (sent as Sent).from;
    const since = from - history.promises.clockSkewMs;
    return proven(history, event, externalId, since)
      ? []
      : [violation('I7', `${event.action} of ${externalId} at ${time(event.at)} without evidence`)];
  });
};

type Sent = ReturnType<typeof carriedBy>[number] & { from: number };

function proven(history: History, event: AuditEvent, externalId: string, since: number): boolean {
  const until = event.at + history.promises.clockSkewMs;
  const processed = history.events.filter(
    (one) => isAbout(one, 'processed', externalId) && one.at >= since && one.at <= until,
  );
  const worked = processed.filter((one) => one['effect'] !== 'fail' && one['held'] !== true);
  const shown = history.events.filter(
    (one) => isAbout(one, 'logRow', externalId) && visibleBy(one, since, until),
  );
  const read = history.events.some((one) => readsDisabled(one, externalId, since, until));
  if (event.data['kind'] !== 'termination') {
    return worked.length > 0 && (shown.length > 0 || (read && settledWithLeaver(history, event)));
  }
  const disabled = worked.some((one) => one['accountEnabled'] === false);
  return read || (disabled && shown.length > 0 && saysDisabled(history, externalId, shown, until));
}

/** "Nothing to change", or a change of something else, says it of somebody shown as disabled before. */
function saysDisabled(
  { events }: History,
  externalId: string,
  shown: SandboxEvent[],
  until: number,
): boolean {
  if (shown.some((row) => disables(row) || row['status'] === 'skipped')) return true;
  return events.some(
    (one) =>
      isAbout(one, 'logRow', externalId) && visibleBy(one, -Infinity, until) && disables(one),
  );
}

function readsDisabled(event: SandboxEvent, externalId: string, since: number, until: number) {
  if (event.op !== 'userRead' || event.at < since || event.at > until) return false;
  const users = (event['users'] ?? []) as { externalId: string; accountEnabled: boolean }[];
  return users.some((user) => user.externalId === externalId && !user.accountEnabled);
}

function disables(row: SandboxEvent): boolean {
  const modified = (row['modified'] ?? []) as { name: string; after: string | null }[];
  return (
    row['action'] === 'disable' ||
    modified.some(({ name, after }) => name === 'accountEnabled' && after === 'False')
  );
}

/** A leaver's record holds what was sent before as well, and is judged by the directory. */
function settledWithLeaver({ audit }: History, { at, data: { person } }: AuditEvent): boolean {
  return audit.some(
    (other) =>
      ['change.applied', 'change.unchanged'].includes(other.action) &&
      other.at === at &&
      other.data['person'] === person &&
      other.data['kind'] === 'termination',
  );
}

function isAbout(event: SandboxEvent, op: string, externalId: string): boolean {
  return event.op === op && event['externalId'] === externalId;
}

function visibleBy(row: SandboxEvent, since: number, until: number): boolean {
  const visibleAt = row['visibleAt'] as number | null;
  return visibleAt !== null && row.at >= since && visibleAt <= until;
}

export const successNotes: Checker = (history) => {
  const applied = ofSubject(history.audit, 'change').filter(({ action }) =>
    ['change.applied', 'change.unchanged'].includes(action),
  );
  const ids = new Map(history.tickets.map(({ id, ref }) => [ref, id]));
  return notes(history)
    .filter((note) =>
      /^(Microsoft Entra confirmed: |Nothing had to be changed: )/m.test(String(note['value'])),
    )
    .filter((note) => {
      const ticket = ids.get(String(note['element_id']));
      return !applied.some(
        ({ data, at }) => data['ticket'] === ticket && at <= note.at + history.promises.clockSkewMs,
      );
    })
    .map((note): Violation =>
      violation('I7', `note on ${String(note['element_id'])} at ${time(note.at)} claims too much`),
    );
};

export function notes({ events }: History): SandboxEvent[] {
  return events.filter((event) => event.op === 'journal' && event['by'] === 'jml.bridge');
}
