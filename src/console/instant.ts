const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-11-23 09:41:03 UTC`: never a bare local time. */
export function utc(at: number): string {
  return `${iso(at).slice(0, 19).replace('T', ' ')} UTC`;
}

/** `09:41 UTC` on the same day, with the date otherwise. */
export function shortUtc(at: number, now: number): string {
  const [day, time] = iso(at).slice(0, 16).split('T');
  return day === iso(now).slice(0, 10) ? `${time} UTC` : `${day} ${time} UTC`;
}

/** Instants beyond what a date can hold are shown as its end, since a page must never break. */
export function iso(at: number): string {
  const limit = 8.64e15;
  return new Date(Math.min(Math.max(Number.isFinite(at) ? at : 0, -limit), limit)).toISOString();
}

/** `43 min`, `6 h`, `3 d`. The browser's module counts the same way. */
export function span(ms: number): string {
  const length = Math.abs(ms);
  if (length < MINUTE) return `${Math.floor(length / 1000)} s`;
  if (length < 2 * HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < 2 * DAY) return `${Math.floor(length / HOUR)} h`;
  return `${Math.floor(length / DAY)} d`;
}

/** `43 min ago`, `in 17 min`. */
export function relative(at: number, now: number): string {
  return at <= now ? `${span(now - at)} ago` : `in ${span(at - now)}`;
}
