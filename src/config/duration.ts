const UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const DURATION = /^(\d{1,9}) ?(ms|s|min|h|d)$/;

/** Milliseconds of `500 ms`, `2 s`, `15 min`, `4 h`, `1 d`; null where the text is none of these. */
export function durationMs(text: string): number | null {
  const [, count, unit] = DURATION.exec(text) ?? [];
  return count && unit ? Number(count) * (UNITS[unit] as number) : null;
}

/** A duration that the schema has checked already, or the default. */
export function durationOr(text: string | undefined, defaultMs: number): number {
  return text === undefined ? defaultMs : (durationMs(text) ?? defaultMs);
}
