import { DateTime, IANAZone } from 'luxon';

/** Which of two equal local times is meant in the night clocks go back. */
export type Twice = 'earlier' | 'later';

const DAY_MS = 86_400_000;

/**
 * A local time as an instant; null for a date that does not exist. A time that clocks skip becomes
 * the first instant after the gap.
 */
export function localInstant(
  wall: { date: string; hour: number; minute: number },
  zone: string,
  twice: Twice,
): number | null {
  const asUtc = DateTime.fromISO(wall.date, { zone: 'utc' });
  if (!asUtc.isValid) return null;
  const wanted = asUtc.set({ hour: wall.hour, minute: wall.minute }).toMillis();
  const finder = new IANAZone(zone);
  const offsets = [wanted - DAY_MS, wanted + DAY_MS].map((near) => finder.offset(near) * 60_000);
  const exact = [...new Set(offsets)]
    .map((offset) => wanted - offset)
    .filter((at) => at + finder.offset(at) * 60_000 === wanted)
    .sort((a, b) => a - b);
  if (exact.length === 0) return endOfGap(finder, wanted, offsets);
  return (twice === 'earlier' ? exact[0] : exact.at(-1)) as number;
}

function endOfGap(zone: IANAZone, wanted: number, offsets: number[]): number {
  let before = wanted - Math.max(...offsets);
  let after = wanted - Math.min(...offsets);
  const offsetBefore = zone.offset(before);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offset(middle) === offsetBefore) before = middle;
    else after = middle;
  }
  return after;
}
