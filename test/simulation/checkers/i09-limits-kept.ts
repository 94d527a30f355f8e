import {
  violation,
  type Call,
  type Checker,
  type History,
  type SandboxEvent,
  type Violation,
} from '../history.js';
import { time, uploads } from './facts.js';

const DAY_MS = 86_400_000;
/** Calls that were under way when Entra asked for peace. */
const UNDER_WAY_MS = 25_000;
/** Refusals within a minute, of all upstreams together. */
const MOST_REFUSALS = 60;
/** Uploads among them without a valid sign-in, which no haste mends: each waits longer than the last. */
const MOST_UPLOADS_UNAUTHORIZED = 20;
const LEAST_WAIT_S = 1;
const MOST_WAIT_S = 3_600;

/** I9: Entra's windows and batch size are never exceeded, and who is told to wait, waits. */
export const limitsKept: Checker = (history) => {
  // A call that did not get past the door is counted nowhere.
  const calls = uploads(history.events).filter(({ status }) => status !== 401);
  const { callsPerWindow, windowMs, callsPerDay, recordsPerCall, clockSkewMs } = history.promises;
  return [
    ...tooMany(calls, windowMs, callsPerWindow),
    // Counted over restarts by a clock that may have been off, and was set right since.
    ...tooMany(calls, DAY_MS - clockSkewMs, callsPerDay),
    ...calls
      .filter((call) => ((call['records'] ?? []) as unknown[]).length > recordsPerCall)
      .map((call) => violation('I9', `more than ${recordsPerCall} records at ${time(call.at)}`)),
    ...impatient(history),
    ...restless(history),
  ];
};

function tooMany(calls: readonly SandboxEvent[], windowMs: number, most: number): Violation[] {
  return calls.flatMap((call, index) => {
    const first = calls[index - most];
    return first && call.at - first.at < windowMs
      ? [violation('I9', `more than ${most} calls in ${windowMs} ms at ${time(call.at)}`)]
      : [];
  });
}

/** Whoever was told when to come back comes back then; a new process cannot know of it. */
function impatient({ calls, starts, promises }: History): Violation[] {
  const refusals = calls.filter(({ status, to }) => status === 429 && to !== 'entra');
  return refusals.flatMap(({ at, to, retryAfter }) => {
    const until = at + waitMs(retryAfter) - promises.clockSkewMs;
    const early = calls.filter(
      (call) => call.to === to && call.at > at + UNDER_WAY_MS && call.at < until,
    );
    return early
      .filter((call) => !starts.some((start) => start >= at && start <= call.at))
      .map((call) =>
        violation('I9', `called ${to} at ${time(call.at)}, was asked to wait until ${time(until)}`),
      );
  });
}

function waitMs(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? 0);
  return Math.min(MOST_WAIT_S, Math.max(LEAST_WAIT_S, seconds)) * 1_000;
}

/** Who is refused again and again does not ask ever faster. */
function restless({ calls }: History): Violation[] {
  const refused = calls.filter(({ status }) => status === null || status >= 400);
  const unauthorized = calls.filter(
    ({ status, to }) => status === 401 && to === 'graph bulkUpload',
  );
  return [
    ...inAMinute(refused, MOST_REFUSALS),
    ...inAMinute(unauthorized, MOST_UPLOADS_UNAUTHORIZED),
  ];
}

function inAMinute(refused: readonly Call[], most: number): Violation[] {
  return refused.flatMap((call, index) => {
    const first = refused[index - most];
    return first && call.at - first.at < 60_000
      ? [violation('I9', `refused over ${most} times within a minute, ${time(call.at)}`)]
      : [];
  });
}
