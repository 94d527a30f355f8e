const FIELD_BYTES = 2048;
/**
 * What a terminal or a log viewer may obey instead of show: C1 controls, line and paragraph
 * separators, direction marks. JSON itself escapes the C0 controls only.
 */
const UNSAFE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export interface LogEvent {
  at: number;
  level: string;
  event: string;
  fields: object;
}

/** A log event as one line of JSON, each field cut at 2 KiB. Never throws. */
export function logLine({ at, level, event, fields }: LogEvent): string {
  const entries = Object.entries(fields).map(([key, value]) => [cut(key), field(value)]);
  // Ours last: no field may pass for the time, the level or the event.
  const own = { at: new Date(at).toISOString(), level, event: cut(event) };
  const line = JSON.stringify({ ...own, ...Object.fromEntries(entries), ...own });
  return line.replace(UNSAFE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function field(value: unknown): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (value === undefined) return undefined;
  const text = asJson(value);
  return Buffer.byteLength(text) > FIELD_BYTES ? cut(text) : (JSON.parse(text) as unknown);
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value, plain) ?? '"[unreadable]"';
  } catch {
    return '"[unreadable]"';
  }
}

/** An error's own members are hidden from JSON. */
function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (!(value instanceof Error)) return value;
  const { name, message } = value;
  return { name, message, code: (value as NodeJS.ErrnoException).code };
}

function cut(text: string): string {
  const whole = Buffer.from(text);
  if (whole.length <= FIELD_BYTES) return text;
  const kept = whole.subarray(0, FIELD_BYTES - 3).toString('utf8');
  // The cut may have split a character; its half is not kept.
  return `${kept.replace(/\uFFFD+$/, '')}…`;
}
