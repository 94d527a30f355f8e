import { laneRank } from '../domain/kind.js';
import type { TargetLimits } from '../domain/settings.js';

/** Somebody whose desired record is ahead of what was sent. */
export interface Waiting {
  personId: string;
  externalId: string;
  /** Rank of the lane; lower goes first. */
  lane: number;
  queuedAt: number;
  /** externalId of the manager in the record; null for none. */
  manager: string | null;
}

export interface Budget {
  now: number;
  /** Calls started in the last 24 hours. */
  callsToday: number;
  /** When the oldest of them leaves the 24 hours; null for none. */
  nextCallFreesAt: number | null;
  /** Tickets still on their way to the queue, which may fill a call. */
  onTheirWay: number;
}

export type Plan =
  { send: Waiting[] } | { waitMs: number; because: 'fill' | 'day-used' } | { send: [] };

const TERMINATION = laneRank('termination');
const DAY_MS = 86_400_000;

/**
 * Who goes in the next call. Terminations first, so that nothing else leaves before one that
 * waits; a report never shares a call with a manager who is new, since Entra resolves the
 * manager only if it was processed before (fact sheet 2.6).
 */
export function planCall(
  queue: readonly Waiting[],
  budget: Budget,
  limits: TargetLimits,
  fillMs: number,
): Plan {
  const ordered = [...queue].sort(
    (a, b) => a.lane - b.lane || a.queuedAt - b.queuedAt || (a.personId < b.personId ? -1 : 1),
  );
  const first = ordered[0];
  if (!first) return { send: [] };
  const leaver = first.lane <= TERMINATION;
  if (isDayUsed(first.lane, budget, limits)) {
    return {
      waitMs: Math.max((budget.nextCallFreesAt ?? budget.now) - budget.now, 1000),
      because: 'day-used',
    };
  }
  const send = withoutReportsOf(ordered, limits.recordsPerCall);
  const oldest = Math.min(...send.map((one) => one.queuedAt));
  const waitMs = oldest + lingerMs(budget, limits, fillMs) - budget.now;
  if (leaver || send.length >= limits.recordsPerCall || waitMs <= 0) return { send };
  return { waitMs, because: 'fill' };
}

/** Are the day's calls used up for this lane? Some of them are for leavers alone. */
export function isDayUsed(
  lane: number,
  { callsToday }: Pick<Budget, 'callsToday'>,
  limits: TargetLimits,
): boolean {
  return callsToday >= (lane <= TERMINATION ? limits.callsPerDay : usableByOthers(limits));
}

export function usableByOthers(limits: TargetLimits): number {
  return limits.callsPerDay - Math.ceil(limits.callsPerDay * limits.terminationReserve);
}

/**
 * How long a call that is not full may wait for more people. Below a quarter of the day's calls:
 * only while tickets are on their way. Above, growing towards the pace (24 h divided by the day's
 * calls) at which even one call after the other lasts the whole day.
 */
export function lingerMs(budget: Budget, limits: TargetLimits, fillMs: number): number {
  const used = budget.callsToday / usableByOthers(limits);
  const pressure = Math.min(Math.max((used - 0.25) / 0.5, 0), 1);
  const thrift = (pressure * DAY_MS) / limits.callsPerDay;
  return Math.max(thrift, budget.onTheirWay > 0 ? fillMs : Math.min(fillMs, 300));
}

function withoutReportsOf(ordered: Waiting[], most: number): Waiting[] {
  const managers = new Set(
    ordered.filter((one) => one.lane > TERMINATION).map((one) => one.externalId),
  );
  const send = ordered.filter((one) => !waitsForManager(one, managers)).slice(0, most);
  // A circle of managers must not stop everybody.
  return send.length > 0 ? send : ordered.slice(0, most);
}

function waitsForManager(one: Waiting, queued: ReadonlySet<string>): boolean {
  return (
    one.lane > TERMINATION &&
    one.manager !== null &&
    one.manager !== one.externalId &&
    queued.has(one.manager)
  );
}
