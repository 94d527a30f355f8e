import {
  violation,
  type Checker,
  type History,
  type SandboxEvent,
  type Violation,
} from '../history.js';
import { time, uploads } from './facts.js';

const DAY_MS = 86_400_000;
/** Calls that were under way when Entra asked for peace. */
const UNDER_WAY_MS = 25_000;
const LEAST_WAIT_S = 1;
const MOST_WAIT_S = 3_600;

/** I9: Entra's windows and batch size are never exceeded, and who is told to wait, waits. */
export const limitsKept: Checker = (history) => {
  const calls = uploads(history.events);
  const { callsPerWindow, windowMs, callsPerDay, recordsPerCall } = history.promises;
  return [
    ...tooMany(calls, windowMs, callsPerWindow),
    ...tooMany(calls, DAY_MS, callsPerDay),
    ...calls
      .filter((call) => ((call['records'] ?? []) as unknown[]).length > recordsPerCall)
      .map((call) => violation('I9', `more than ${recordsPerCall} records at ${time(call.at)}`)),
    ...impatient(history, calls),
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

function impatient({ events, promises }: History, calls: readonly SandboxEvent[]): Violation[] {
  const refusals = events.filter(
    (event) => event.op === 'throttled' && event['place'] === 'bulkUpload',
  );
  return refusals.flatMap((refusal) => {
    const asked = Number(refusal['retryAfter'] ?? 0);
    const waitS = Math.min(MOST_WAIT_S, Math.max(LEAST_WAIT_S, asked));
    const until = refusal.at + waitS * 1_000 - promises.clockSkewMs;
    return calls
      .filter((call) => call.at > refusal.at + UNDER_WAY_MS && call.at < until)
      .map((call) =>
        violation('I9', `called at ${time(call.at)} when asked to wait until ${time(until)}`),
      );
  });
}
