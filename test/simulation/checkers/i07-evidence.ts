import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type SandboxEvent,
  type Violation,
} from '../history.js';
import { ofSubject, subjectId, time } from './facts.js';

/**
 * I7: success is claimed only after Entra processed a record of that person sent since, and showed
 * it: as a row that could be read, or as a user. For a leaver the account must be disabled by then.
 */
export const evidence: Checker = (history) => {
  const people = new Map(history.people.map(({ id, externalId }) => [id, externalId]));
  const sentAt = new Map<string, number>();
  return ofSubject(history.audit, 'change').flatMap((event) => {
    if (event.action === 'change.sent') sentAt.set(subjectId(event), event.at);
    if (event.action !== 'change.applied' && event.action !== 'change.unchanged') return [];
    const externalId = people.get(String(event.data['person'])) ?? '';
    const since = (sentAt.get(subjectId(event)) ?? 0) - history.promises.clockSkewMs;
    return proven(history, event, externalId, since)
      ? []
      : [violation('I7', `${event.action} of ${externalId} at ${time(event.at)} without evidence`)];
  });
};

function proven(history: History, event: AuditEvent, externalId: string, since: number): boolean {
  const until = event.at + history.promises.clockSkewMs;
  const processed = history.events.filter(
    (one) => isAbout(one, 'processed', externalId) && one.at >= since && one.at <= until,
  );
  const leaver = event.data['kind'] === 'termination';
  const effective = processed.filter((one) => !leaver || one['accountEnabled'] === false);
  const shown = history.events.some(
    (one) => isAbout(one, 'logRow', externalId) && visibleBy(one, since, until),
  );
  const read = history.events.some(
    (one) => one.system === 'entra' && one.op === 'userRead' && one.at >= since && one.at <= until,
  );
  return effective.length > 0 && (shown || (leaver && read));
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
