import { DateTime } from 'luxon';

/** An instant as people at the site read it, e.g. "Friday 27 November 2026, 17:00 Lisbon time". */
export function tellInstant(at: number, zone: string): string {
  const local = DateTime.fromMillis(at, { zone }).setLocale('en-GB');
  // A zone the runtime does not know must not keep the ticket from being told.
  if (!local.isValid) return tellInstant(at, 'UTC');
  return `${local.toFormat('cccc d LLLL yyyy, HH:mm')} ${place(zone)}`;
}

function place(zone: string): string {
  const city = zone.includes('/') ? zone.slice(zone.lastIndexOf('/') + 1) : '';
  return city === '' || zone.startsWith('Etc/') ? 'UTC' : `${city.replaceAll('_', ' ')} time`;
}
