import { Liquid } from 'liquidjs';
import { DateTime } from 'luxon';

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

/** Reads a date in a named format and gives it as `2026-12-31`; nothing is guessed. */
export function isoDate(value: string, format: string): string {
  if (value === '') return '';
  const date = DateTime.fromFormat(value, format, { zone: 'utc' });
  if (!date.isValid) throw new Error('the date is not in the format the template names');
  return date.toISODate();
}

/**
 * Liquid over a ticket, and nothing else: no files, no includes, own properties only, bounded time
 * and memory. Ticket text is a value here and never becomes a template.
 */
export const liquid = new Liquid({
  strictFilters: true,
  strictVariables: false,
  ownPropertyOnly: true,
  relativeReference: false,
  dynamicPartials: false,
  parseLimit: 20_000,
  renderLimit: 200,
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

liquid.registerFilter('ascii', (value: unknown) => ascii(asText(value)));
liquid.registerFilter('user_name', (value: unknown) => userNamePart(asText(value)));
liquid.registerFilter('iso_date', (value: unknown, format: unknown) =>
  isoDate(asText(value), asText(format)),
);

function asText(value: unknown): string {
  return typeof value === 'string'
    ? value
    : value === undefined || value === null
      ? ''
      : String(value);
}
