import { DateTime } from 'luxon';

const STORED = 'yyyy-MM-dd HH:mm:ss';

/** Stored date-times: UTC, no `T`, no `Z`, no fraction (itsm-platforms 1.2). */
export function toPlatformTime(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** Shown in the session user's zone and format, daylight saving included (R6). */
export function shownTime(stored: string, zone: string, dateFormat: string): string {
  const time = DateTime.fromFormat(stored, STORED, { zone: 'utc' });
  return time.isValid ? time.setZone(zone).toFormat(`${dateFormat} HH:mm:ss`) : stored;
}

export function shownDate(stored: string, dateFormat: string): string {
  const date = DateTime.fromISO(stored, { zone: 'utc' });
  return date.isValid ? date.toFormat(dateFormat) : stored;
}

/** The reverse of `shownTime`, for `sysparm_input_display_value`. */
export function storedTime(shown: string, zone: string, dateFormat: string): string {
  const time = DateTime.fromFormat(shown, `${dateFormat} HH:mm:ss`, { zone });
  return time.isValid ? time.toUTC().toFormat(STORED) : shown;
}
