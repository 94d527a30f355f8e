const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Clocks of a zone change at this instant: `before` and `after` are minutes east of UTC. */
export interface Transition {
  zone: string;
  at: number;
  before: number;
  after: number;
}

/**
 * Minutes east of UTC, by what the runtime prints: another way than the one under test takes. Kept
 * per zone, since making a formatter takes longer than using it a thousand times.
 */
export function offsetReader(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (at) => {
    const text = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(text) ?? [];
    const east = Number(hours) * 60 + Number(minutes);
    return sign === '-' ? -east : east;
  };
}

/** Every change of clocks between two instants: looked for month by month, then halved to the second. */
function transitionsOf(zone: string, from: number, to: number): Transition[] {
  const offset = offsetReader(zone);
  const found: Transition[] = [];
  // Ramadan moves Morocco's clocks twice within five weeks, so a step may not be longer than that.
  for (let at = from; at < to; at += 14 * DAY_MS) {
    const until = Math.min(at + 14 * DAY_MS, to);
    const [before, after] = [offset(at), offset(until)];
    if (before === after) continue;
    found.push({ zone, at: bisect(offset, at, until), before, after });
  }
  return found;
}

/**
 * The changes of one zone of each kind: most of the 400 names stand for clocks that another name
 * has, too, change by change. What the runtime knows of a zone is these changes and no more, so a
 * second zone with the same ones would ask the code the same question again.
 */
export function distinctTransitions(zones: string[], from: number, to: number): Transition[] {
  const byChanges = new Map<string, Transition[]>();
  for (const zone of zones) {
    const transitions = transitionsOf(zone, from, to);
    const changes = transitions.map(({ at, before, after }) => `${at} ${before} ${after}`).join();
    if (!byChanges.has(changes)) byChanges.set(changes, transitions);
  }
  return [...byChanges.values()].flat();
}

function bisect(offset: (at: number) => number, from: number, to: number): number {
  const before = offset(from);
  let [low, high] = [from, to];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (middle <= low) break;
    if (offset(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
