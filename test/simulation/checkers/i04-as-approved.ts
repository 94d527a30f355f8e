import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type Violation,
} from '../history.js';
import {
  askedByLedgerId,
  callOfChanges,
  externalIds,
  ofSubject,
  sentRecords,
  subjectId,
  time,
  type SentRecord,
} from './facts.js';

const GONE = ['change.sent', 'change.applied', 'change.unchanged'];
/** Whoever was sent so may be called back; after any other end nobody knows what is still to come. */
const NOT_TAKEN = ['attempt.retry', 'attempt.refused', 'attempt.failed'];

/**
 * I4: what is sent is what the approved ticket says, as far as a fresh reading can tell; nobody
 * without the secret gets an ear; and whoever stops a ticket too late is told so.
 */
export const asApproved: Checker = (history) => [
  ...staleAnswers(history),
  ...forgeriesAccepted(history),
  ...tooLateInSilence(history),
];

function staleAnswers(history: History): Violation[] {
  const asked = askedByLedgerId(history);
  const people = externalIds(history);
  const { approvalFreshnessMs, clockSkewMs } = history.promises;
  const sent = sentRecords(history);
  const records = new Map(sent.map((record) => [`${record.callId} ${record.externalId}`, record]));
  const named = callOfChanges(history).filter(
    ({ change: { data } }) => data['step'] === 'create' || data['step'] === 'move',
  );
  return named.flatMap(({ change, callId }): Violation[] => {
    const values = asked.get(String(change.data['ticket']))?.titles ?? [];
    const externalId = people.get(String(change.data['person'])) ?? '';
    const record = records.get(`${callId} ${externalId}`);
    if (!record || isLeaverAgain(record, sent)) return [];
    const { title } = record;
    const index = values.findIndex(({ value }) => value === title);
    const replacedAt = index < 0 ? Infinity : (values[index + 1]?.from ?? Infinity);
    return replacedAt < change.at - approvalFreshnessMs - 2 * clockSkewMs
      ? [violation('I4', `${externalId} sent at ${time(change.at)} as "${title}", edited since`)]
      : [];
  });
}

/** Who leaves keeps the title that Entra had taken before: an edit since then is for nobody who stays. */
function isLeaverAgain(record: SentRecord, sent: readonly SentRecord[]): boolean {
  const isSame = (one: SentRecord) =>
    one.externalId === record.externalId && one.title === record.title;
  return !record.active && sent.some((one) => one.accepted && one.at < record.at && isSame(one));
}

function forgeriesAccepted({ events }: History): Violation[] {
  return events
    .filter(({ op, status }) => op === 'forgery' && Number(status) < 300 && status !== null)
    .map(({ at }) => violation('I4', `a forged delivery was accepted at ${time(at)}`));
}

function tooLateInSilence({ audit }: History): Violation[] {
  const gone = new Set<string>();
  const notTaken = new Set<string>();
  return audit.flatMap((event): Violation[] => {
    const person = String(event.data['person']);
    if (event.action.startsWith('attempt.')) {
      if (NOT_TAKEN.includes(event.action)) notTaken.add(person);
      else notTaken.delete(person);
    }
    if (event.action.startsWith('change.')) {
      const change = `${String(event.data['ticket'])} ${subjectId(event)}`;
      if (GONE.includes(event.action)) gone.add(change);
      else if (isBack(event.action) && notTaken.has(person)) gone.delete(change);
      // Proven to stand for nothing any more, there is nothing to come too late for.
      else if (event.action === 'change.superseded') gone.delete(change);
    }
    if (!isStop(event) || ![...gone].some((one) => one.startsWith(`${subjectId(event)} `)))
      return [];
    const told = ofSubject(audit, 'too-late-to-cancel/ticket').some(
      ({ action, subject }) => action === 'attention.opened' && subject.endsWith(event.subject),
    );
    return told ? [] : [violation('I4', `${event.subject} was stopped too late, nobody was told`)];
  });
}

function isBack(action: string): boolean {
  return action === 'change.queued' || action === 'change.failed';
}

/** By the ticket's own system, not by a mapping that refused it. */
function isStop({ action, actor }: AuditEvent): boolean {
  return actor !== 'bridge' && (action === 'ticket.cancelled' || action === 'ticket.rejected');
}
