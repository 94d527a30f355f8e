import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type SandboxEvent,
  type Violation,
} from '../history.js';
import { eventsByPerson, type OfPerson } from './by-person.js';
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
  const ofPerson = eventsByPerson(history);
  const withLeaver = settledWithLeaver(history);
  return history.audit.flatMap((event) => {
    for (const one of carriedBy(event)) {
      const before = newest.get(one.person);
      // A version sent again is the same record: what proves its first sending proves the last.
      const from = before?.version === one.version ? before.from : event.at;
      newest.set(one.person, { ...one, from });
    }
    const change = subjectId(event);
    if (event.action === 'change.sent' && !firstSent.has(change)) firstSent.set(change, event.at);
    if (!isSettled(event)) return [];
    const person = String(event.data['person']);
    const externalId = people.get(person) ?? '';
    // Repeats of one termination, and what it carries, are one matter; else only the newest counts.
    const sent = newest.get(person);
    const leaver = (sent?.lane ?? 0) <= TERMINATION;
    const from = leaver ? (firstSent.get(change) ?? 0) : (sent as Sent).from;
    const { clockSkewMs } = history.promises;
    const span = { since: from - clockSkewMs, until: event.at + clockSkewMs };
    const shown = shownIn(ofPerson(externalId), span);
    const isProven =
      event.data['kind'] === 'termination' ? leaverIsOut(shown) : isDone(shown, withLeaver(event));
    return isProven
      ? []
      : [violation('I7', `${event.action} of ${externalId} at ${time(event.at)} without evidence`)];
  });
};

type Sent = ReturnType<typeof carriedBy>[number] & { from: number };

interface Shown {
  /** What Entra did since. */
  worked: SandboxEvent[];
  /** What it had done before, and shown as done by a row. */
  shownBefore: SandboxEvent[];
  /** Rows since that could be read. */
  rows: SandboxEvent[];
  /** The same, but also from before. */
  everyRow: SandboxEvent[];
  readDisabled: boolean;
}

function shownIn(
  { processed, rows, readDisabled }: OfPerson,
  { since, until }: { since: number; until: number },
): Shown {
  const within = ({ at }: SandboxEvent) => at >= since && at <= until;
  const everyRow = rows.filter((row) => visibleBy(row, until));
  const before = processed.filter((one) => one.at < since);
  return {
    shownBefore: before.filter((one) => everyRow.some((row) => row.at === one.at)),
    worked: processed
      .filter(within)
      .filter((one) => one['effect'] !== 'fail' && one['held'] !== true),
    rows: everyRow.filter((row) => row.at >= since),
    everyRow,
    readDisabled: readDisabled.some(within),
  };
}

function isDone({ worked, rows, readDisabled }: Shown, withLeaver: boolean): boolean {
  return worked.length > 0 && (rows.length > 0 || (readDisabled && withLeaver));
}

function leaverIsOut(shown: Shown): boolean {
  const disabled = shown.worked.some((one) => one['accountEnabled'] === false);
  return shown.readDisabled || (disabled && shown.rows.length > 0 && saysDisabled(shown));
}

/**
 * "Nothing to change", or a change of something else, says it of somebody shown as disabled before, or
 * as created by a record that asked for a disabled account.
 */
function saysDisabled({ rows, everyRow, shownBefore }: Shown): boolean {
  const unchanged = rows.some((row) => row['status'] === 'skipped');
  return unchanged || everyRow.some(disables) || stillAsCreated(shownBefore);
}

function stillAsCreated(shownBefore: SandboxEvent[]): boolean {
  const created = shownBefore.findIndex(({ effect }) => effect === 'create');
  return created >= 0 && shownBefore.slice(created).every((one) => one['accountEnabled'] === false);
}

function disables(row: SandboxEvent): boolean {
  const modified = (row['modified'] ?? []) as { name: string; after: string | null }[];
  return (
    row['action'] === 'disable' ||
    modified.some(({ name, after }) => name === 'accountEnabled' && after === 'False')
  );
}

/** A leaver's record holds what was sent before as well, and is judged by the directory. */
function settledWithLeaver({ audit }: History): (event: AuditEvent) => boolean {
  const key = ({ at, data }: AuditEvent) => `${String(data['person'])} ${at}`;
  const leavers = audit.filter(isSettled).filter(({ data }) => data['kind'] === 'termination');
  const settled = new Set(leavers.map(key));
  return (event) => settled.has(key(event));
}

function isSettled({ action }: AuditEvent): boolean {
  return action === 'change.applied' || action === 'change.unchanged';
}

function visibleBy(row: SandboxEvent, until: number): boolean {
  const visibleAt = row['visibleAt'] as number | null;
  return visibleAt !== null && visibleAt <= until;
}

export const successNotes: Checker = (history) => {
  const firstSettled = new Map<string, number>();
  for (const { data, at } of ofSubject(history.audit, 'change').filter(isSettled)) {
    const ticket = String(data['ticket']);
    firstSettled.set(ticket, Math.min(firstSettled.get(ticket) ?? Infinity, at));
  }
  const ids = new Map(history.tickets.map(({ id, ref }) => [ref, id]));
  return notes(history)
    .filter((note) =>
      /^(Microsoft Entra confirmed: |Nothing had to be changed: )/m.test(String(note['value'])),
    )
    .filter((note) => {
      const ticket = ids.get(String(note['element_id'])) ?? '';
      const since = firstSettled.get(ticket) ?? Infinity;
      return since > note.at + history.promises.clockSkewMs;
    })
    .map((note): Violation =>
      violation('I7', `note on ${String(note['element_id'])} at ${time(note.at)} claims too much`),
    );
};

export function notes({ events }: History): SandboxEvent[] {
  return events.filter((event) => event.op === 'journal' && event['by'] === 'jml.bridge');
}
