import { DateTime } from 'luxon';

/** An instant as people at the site read it, e.g. "Friday 27 November 2026, 17:00 Lisbon time". */
export function tellInstant(at: number, zone: string): string {
  const local = DateTime.fromMillis(at, { zone }).setLocale('en-GB');
  // A zone the runtime does not know must not keep the ticket from being told.
  if (!local.isValid) return tellInstant(at, 'UTC');
  return `${local.toFormat('cccc d LLLL yyyy, HH:mm')} ${place(local, zone)}`;
}

/** Of a zone that names no city, such as CET or Etc/GMT+5, the distance from UTC is told. */
function place(local: DateTime, zone: string): string {
  if (zone.includes('/') && !zone.startsWith('Etc/')) {
    return `${zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')} time`;
  }
  return local.offset === 0 ? 'UTC' : local.toFormat("'UTC'Z");
}
