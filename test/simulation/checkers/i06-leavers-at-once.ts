import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type Violation,
} from '../history.js';
import { askedByLedgerId, carriedBy, subjectId, time } from './facts.js';

const URGENT = 0;
const TERMINATION = 1;
const DAY_MS = 86_400_000;
const REFUSED = ['attempt.refused', 'attempt.failed'];
const MOST_BETWEEN_TRIES_MS = 3_600_000;
/** While nothing goes wrong, a leaver who is due has left by then. */
const GONE_WITHIN_MS = 30 * 60_000;

/**
 * I6: a leaver whose call may not have arrived goes again at once; an immediate termination has the
 * lane before all others; and while nothing goes wrong no leaver waits.
 */
export const leaversAtOnce: Checker = (history) => [
  ...waitingInDoubt(history),
  ...urgentInLine(history),
  ...waitingInPeace(history),
];

function waitingInDoubt({ audit }: History): Violation[] {
  const sending = audit.filter(({ action }) => action === 'upload.sending');
  const carried = new Map(sending.map((event) => [subjectId(event), carriedBy(event)]));
  const ended = new Map(
    audit
      .filter(({ action }) => action.startsWith('attempt.'))
      .map((event) => [subjectId(event), event]),
  );
  return audit
    .filter(({ action }) => action === 'upload.in-doubt')
    .flatMap((event) =>
      (carried.get(subjectId(event)) ?? [])
        .filter(({ lane }) => lane <= TERMINATION)
        .filter(({ attempt }) => ended.get(attempt)?.at !== event.at)
        .map(({ person }) =>
          violation(
            'I6',
            `leaver ${person} in doubt since ${time(event.at)} was not sent again at once`,
          ),
        ),
    );
}

function urgentInLine(history: History): Violation[] {
  const asked = askedByLedgerId(history);
  let sent: AuditEvent[] = [];
  return history.audit.flatMap((event) => {
    if (event.action === 'change.sent') sent.push(event);
    if (event.action !== 'upload.sending') return [];
    const urgent = sent
      .filter(({ data }) => data['kind'] === 'termination')
      .filter(({ data }) => asked.get(String(data['ticket']))?.immediate)
      .map(({ data }) => String(data['person']));
    sent = [];
    return carriedBy(event)
      .filter(({ person, lane }) => urgent.includes(person) && lane !== URGENT)
      .map(({ person, lane }) => violation('I6', `urgent leaver ${person} went in lane ${lane}`));
  });
}

function waitingInPeace(history: History): Violation[] {
  const { audit, calmFrom, end } = history;
  const since = new Map<string, number>();
  const refusedAt = new Map<string, number>();
  const late: Violation[] = [];
  const leave = (change: string, at: number) => {
    const from = Math.max(since.get(change) ?? Infinity, calmFrom);
    since.delete(change);
    if (at - from > GONE_WITHIN_MS && !isDayUsed(history, from, at)) {
      late.push(violation('I6', `leaver ${change} waited from ${time(from)} to ${time(at)}`));
    }
  };
  for (const event of audit) {
    const person = String(event.data['person']);
    if (REFUSED.includes(event.action)) refusedAt.set(person, event.at);
    if (event.data['kind'] !== 'termination' || !event.action.startsWith('change.')) continue;
    // Whom Entra refuses for what the record says is tried again ever less often.
    const again = refusedAt.get(person) === event.at ? MOST_BETWEEN_TRIES_MS : 0;
    if (event.action === 'change.queued') since.set(subjectId(event), event.at + again);
    else if (since.has(subjectId(event))) leave(subjectId(event), event.at);
  }
  for (const change of [...since.keys()]) leave(change, end);
  return late;
}

/** The day's calls were used up at some time meanwhile: then even leavers wait. */
function isDayUsed({ audit, promises }: History, from: number, to: number): boolean {
  const calls = audit.filter(({ action }) => action === 'upload.sending').map(({ at }) => at);
  const used = calls.filter((at) => at > from - DAY_MS && at <= to);
  return used.length >= promises.callsPerDay;
}
