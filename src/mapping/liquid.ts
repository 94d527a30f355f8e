import { Context, Liquid, type Template } from 'liquidjs';
import { DateTime } from 'luxon';
import { isZone } from '../domain/zone.js';
import { localInstant } from './local-instant.js';

/** Letters that do not come apart into a base letter and marks. */
const FOLDS: Record<string, string> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
  ħ: 'h',
  Ħ: 'H',
  ŋ: 'n',
  Ŋ: 'N',
  ĸ: 'k',
  ŧ: 't',
  Ŧ: 'T',
};

/** Diacritics folded to plain letters; what has no plain form is left out. */
export function ascii(value: string): string {
  return [...value.normalize('NFC')]
    .map((letter) => FOLDS[letter] ?? letter)
    .join('')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '');
}

/** The part of a user name before the @: lower case, words joined by dots, only what Entra allows. */
export function userNamePart(value: string): string {
  return ascii(value)
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9-]+/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 64);
}

/** What the ticket says is no date: the agent's to correct, not the template's fault. */
export class NotADate extends Error {}

/** The request names somebody or something of which a needed value is unknown. */
export class NotKnown extends Error {}

/** Reads a date in a named format and gives it as `2026-12-31`; nothing is guessed. */
export function isoDate(value: string, format: string): string {
  if (value === '') return '';
  const date = DateTime.fromFormat(value, format, { zone: 'utc' });
  if (!date.isValid) throw new NotADate('the date is not in the format the template names');
  return date.toISODate();
}

/** A date at a local time of a zone, as an instant with its offset; empty stays empty. */
export function atZone(date: string, zone: string, time: string): string {
  if (date === '') return '';
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time || '00:00');
  if (!parts || !isZone(zone)) throw new Error('at_zone takes a zone and a time such as 17:00');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new NotADate('expected a date such as 2026-12-31');
  const wall = { date, hour: Number(parts[1]), minute: Number(parts[2]) };
  const at = localInstant(wall, zone, 'later');
  if (at === null) throw new NotADate('the date does not exist');
  return isoInstant(at, zone);
}

/** ISO 8601 with the offset of the zone, to the second: what Entra takes for dates (fact sheet 7). */
export function isoInstant(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
}

/**
 * Liquid over a ticket, and nothing else: no files, no includes, own properties only, bounded work
 * and memory. Ticket text is a value here and never becomes a template.
 * A variable the form leaves out is empty; names outside the ticket are refused when a template loads.
 */
export const liquid = new Liquid({
  strictFilters: true,
  strictVariables: false,
  ownPropertyOnly: true,
  relativeReference: false,
  dynamicPartials: false,
  parseLimit: 20_000,
  memoryLimit: 1_000_000,
  fs: {
    exists: async () => false,
    existsSync: () => false,
    readFile: async () => Promise.reject(new Error('templates cannot include files')),
    readFileSync: () => {
      throw new Error('templates cannot include files');
    },
    resolve: (_dir, file) => file,
  },
});

/** Counted and not timed: on a busy machine an honest template takes long as well. */
const MOST_STEPS = 10_000;

export function renderWithinBounds(template: Template[], scope: object): string {
  const context = new Context(scope, liquid.options, { sync: true }, { liquid });
  let steps = 0;
  context.renderLimit.check = () => {
    if (++steps > MOST_STEPS) throw new Error('the template takes too many steps');
  };
  return String(liquid.renderSync(template, context));
}

for (const tag of ['include', 'render', 'layout', 'block']) delete liquid.tags[tag];

liquid.registerFilter('ascii', (value: unknown) => ascii(asText(value)));
liquid.registerFilter('user_name', (value: unknown) => userNamePart(asText(value)));
liquid.registerFilter('iso_date', (value: unknown, format: unknown) =>
  isoDate(asText(value), asText(format)),
);

liquid.registerFilter('at_zone', (value: unknown, zone: unknown, time: unknown) =>
  atZone(asText(value), asText(zone), asText(time)),
);

// A manager whose employee number is unknown must not quietly be left out.
liquid.registerFilter('required_with', (value: unknown, other: unknown) => {
  const text = asText(value);
  const named = asText(other) !== '' || asText((other as { id?: unknown } | null)?.id) !== '';
  if (text === '' && named) throw new NotKnown('a value the request needs is not known');
  return text;
});

/** Lists and references have no text of their own. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
