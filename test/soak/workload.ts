import type { Kind } from '../../src/domain/kind.js';
import type { SimRandom } from '../simulation/sim-random.js';
import { DAY, HOUR, MINUTE } from '../simulation/plan.js';

/** Requests per hour of the day, as shares: quiet nights, a busy morning, a lunch, an afternoon. */
const CURVE = [
  1, 1, 1, 1, 2, 4, 10, 30, 80, 100, 100, 90, 50, 80, 90, 80, 60, 30, 12, 8, 4, 3, 2, 1,
] as const;
const WEIGHT = CURVE.reduce((sum, share) => sum + share, 0);

/** Somebody is moved or leaves a day after the request to hire them, at the earliest. */
const SETTLING_MS = 26 * HOUR;

export interface PlannedTicket {
  kind: Kind;
  /** Number of the person it is about. */
  person: number;
  /** When it is approved and told of, milliseconds since the epoch. */
  at: number;
}

/**
 * The week's requests in the order they come: half of them hires, three in ten transfers, two in ten
 * leavers, where there is somebody yet who can be moved or leave. A person leaves once. Approvals
 * come by the minute, so that the stages have batches to work on, as they would under such a load.
 */
export function planWeek(count: number, start: number, days: number, random: SimRandom) {
  const tickets: PlannedTicket[] = [];
  const hiredAt: number[] = [];
  let settled = 0;
  let left = 0;
  for (const at of instants(count, start, days, random)) {
    while (settled < hiredAt.length && (hiredAt[settled] as number) < at - SETTLING_MS) settled++;
    const draw = settled - left > 20 ? random.fraction() : 0;
    if (draw < 0.5) {
      tickets.push({ kind: 'hire', person: hiredAt.length, at });
      hiredAt.push(at);
    } else if (draw < 0.8) {
      const person = left + 10 + random.below(settled - left - 10);
      tickets.push({ kind: 'transfer', person, at });
    } else tickets.push({ kind: 'termination', person: left++, at });
  }
  return { tickets, people: hiredAt.length };
}

function instants(count: number, start: number, days: number, random: SimRandom): number[] {
  const found = Array.from({ length: count }, () => {
    let draw = random.fraction() * WEIGHT;
    const hour = CURVE.findIndex((share) => (draw -= share) < 0);
    return start + random.below(days) * DAY + (hour + random.fraction()) * HOUR;
  });
  return found.map((at) => Math.ceil(at / MINUTE) * MINUTE).sort((a, b) => a - b);
}
