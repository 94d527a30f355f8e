import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type Violation,
} from '../history.js';
import { carriedBy, subjectId, time, uploads } from './facts.js';
import { visibleTimes } from './visible-at.js';

const TERMINATION = 1;
const DAY_MS = 86_400_000;
/** As long as a leaver's approval is being confirmed again, or it has just come back, it is not eligible. */
const TURN_MS = 5_000;

const AGAIN_WITHIN_MS = 65 * 60_000;

interface Leaver {
  person: string;
  ticket: string;
  since: number;
}

/** I6: while a leaver waits nobody else is sent before, and the others never touch the reserve. */
export const leaversFirst: Checker = (history) => [
  ...passedOver(history),
  ...reserveTouched(history),
];

function passedOver(history: History): Violation[] {
  const ledger = new LeaverQueue(history.promises.approvalFreshnessMs);
  const visible = visibleTimes(history.audit);
  const withdrawn = withdrawnCalls(history);
  return history.audit.flatMap((event, index) => {
    const carried = carriedBy(event);
    const others = carried.some(({ lane }) => lane > TERMINATION);
    const went = others && !withdrawn.has(subjectId(event));
    // A call bears the time before its queue was read, so whoever planned it saw all from before.
    const waiting = went ? ledger.eligible(event.at) : [];
    ledger.take(event, visible[index]!);
    const leftOut = waiting.filter(({ person }) => !carried.some((one) => one.person === person));
    return leftOut.map(({ person, since }) =>
      violation(
        'I6',
        `${person} waited since ${time(since)} while others went at ${time(event.at)}`,
      ),
    );
  });
}

/** Planned by a replica that lost the lane before a byte was sent: nobody went ahead in them. */
function withdrawnCalls({ audit, events }: History): Set<string> {
  const arrived = new Set(uploads(events).map(({ callId }) => String(callId)));
  return new Set(
    audit
      .filter(({ action, data }) => action === 'upload.retry' && data['reason'] === 'lane-lost')
      .map(subjectId)
      .filter((call) => !arrived.has(call)),
  );
}

/** Who could go next, from the trail: queued, nothing of theirs on its way, approval freshly confirmed. */
class LeaverQueue {
  private readonly queued = new Map<string, Leaver>();
  private readonly inFlight = new Map<string, string>();
  private readonly notBefore = new Map<string, number>();
  private readonly confirmed = new Map<string, { at: number; seen: number }>();

  constructor(private readonly freshnessMs: number) {}

  eligible(now: number): Leaver[] {
    return [...this.queued.values()].filter(({ person, ticket, since }) => {
      const confirmed = this.confirmed.get(ticket) ?? { at: 0, seen: 0 };
      const from = Math.max(since, this.notBefore.get(person) ?? 0, confirmed.seen);
      const fresh = now - confirmed.at < this.freshnessMs - TURN_MS;
      return fresh && now - from > TURN_MS && !this.inFlight.has(person);
    });
  }

  /** `seen`: from when on the others could see it. */
  take(event: AuditEvent, seen: number): void {
    const { action, data, at } = event;
    const person = String(data['person']);
    if (action.startsWith('change.') && data['kind'] === 'termination') {
      if (action === 'change.queued') {
        this.queued.set(subjectId(event), { person, ticket: String(data['ticket']), since: seen });
      } else this.queued.delete(subjectId(event));
    }
    if (action === 'upload.sending') {
      for (const one of carriedBy(event)) {
        if (one.lane <= TERMINATION) this.inFlight.set(one.person, one.attempt);
      }
    }
    if (action.startsWith('attempt.')) {
      if (this.inFlight.get(person) === subjectId(event)) this.inFlight.delete(person);
      // Whom Entra refuses for what the record says is tried again, ever less often.
      const refused = action === 'attempt.refused' || action === 'attempt.failed';
      this.notBefore.set(person, Math.max(seen, at + (refused ? AGAIN_WITHIN_MS : 0)));
    }
    if (action.startsWith('ticket.')) this.confirmed.set(subjectId(event), { at, seen });
  }
}

function reserveTouched({ audit, promises }: History): Violation[] {
  const others =
    promises.callsPerDay - Math.ceil(promises.callsPerDay * promises.terminationReserve);
  const calls = audit.filter(({ action }) => action === 'upload.sending');
  return calls.flatMap((call, index) => {
    if (carriedBy(call).some(({ lane }) => lane <= TERMINATION)) return [];
    const before = calls.slice(0, index + 1).filter(({ at }) => at > call.at - DAY_MS);
    return before.length > others
      ? [
          violation(
            'I6',
            `${before.length} calls in a day when ${others} are for others than leavers`,
          ),
        ]
      : [];
  });
}
