const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * When to look again at a ticket that waits for people: every few minutes at first, hourly once it
 * is old. A delivery or the sweep wakes it earlier.
 */
export function nextLookMs(ageMs: number): number {
  return Math.min(HOUR_MS, Math.max(3 * MINUTE_MS, Math.round(ageMs / 8)));
}

/** Wait after the `tries`-th failure in a row: doubles, with jitter, never under what was asked. */
export function backoffMs(tries: number, fraction: number, askedMs: number): number {
  const full = Math.min(10 * MINUTE_MS, 5_000 * 2 ** Math.min(tries - 1, 20));
  return Math.max(askedMs, Math.round(full * (0.5 + fraction / 2)));
}
