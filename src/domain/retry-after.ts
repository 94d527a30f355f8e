const LEAST_MS = 1_000;
const MOST_MS = 3_600_000;

/**
 * How long the other side asks to be left alone: seconds or an HTTP date (RFC 9110, 10.2.3),
 * clamped, so that neither a date in the past nor one ten years ahead does harm. Null: it did not say.
 */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  const text = header?.trim();
  if (!text) return null;
  const wait = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? null : Math.min(MOST_MS, Math.max(LEAST_MS, Math.ceil(wait)));
}
