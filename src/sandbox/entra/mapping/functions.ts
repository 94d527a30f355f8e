/** What functions may ask of their surroundings. */
export interface FunctionScope {
  defaultDomain: string;
  now: number;
  fraction: () => number;
}

type Text = string | null;
export type MappingFunction = (scope: FunctionScope, ...values: Text[]) => Text;

const DAY = 86_400_000;
const UNITS: Record<string, number> = { d: DAY, h: 3_600_000, n: 60_000, s: 1000, ww: 7 * DAY };
const LETTERS: Record<string, string> = {
  ...{
    ß: 'ss',
    ø: 'o',
    Ø: 'O',
    æ: 'ae',
    Æ: 'AE',
    œ: 'oe',
    Œ: 'OE',
    ł: 'l',
    Ł: 'L',
    đ: 'd',
    Đ: 'D',
  },
};

/** The functions an API-driven app's mappings commonly use [Func]. An empty argument is null. */
export const FUNCTIONS: Record<string, MappingFunction> = {
  append: (_, text, suffix) => join('', [text, suffix]),
  cdate: (_, text) => isoDate(text),
  coalesce: (_, ...values) => values.find((value) => value !== null && value !== '') ?? null,
  datediff: (_, unit, from, to) => dateDiff(unit, from, to),
  defaultdomain: (scope) => scope.defaultDomain,
  ignoreflowifnullorempty: (_, text) => text || null,
  iif: (_, condition, yes, no) => (isTrue(condition) ? (yes ?? null) : (no ?? null)),
  instr: (_, text, part) => String((text ?? '').indexOf(part ?? '') + 1),
  isnullorempty: (_, text) => truth(!text),
  ispresent: (_, text) => truth(Boolean(text)),
  join: (_, separator, ...values) => join(separator ?? '', values),
  left: (_, text, count) => text && text.slice(0, Number(count)),
  len: (_, text) => String((text ?? '').length),
  mid: (_, text, start, count) =>
    text && text.slice(Number(start) - 1, Number(start) - 1 + Number(count)),
  normalizediacritics: (_, text) => text && plainLetters(text),
  not: (_, text) => truth(!isTrue(text)),
  now: (scope) => new Date(scope.now).toISOString(),
  randomstring: (scope, length, digits) => randomText(scope, Number(length), Number(digits)),
  redact: (_, text) => text,
  replace: (_, ...values) => replace(values),
  right: (_, text, count) => text && text.slice(-Number(count)),
  stripspaces: (_, text) => text && text.replaceAll(' ', ''),
  switch: (_, ...values) => pick(values),
  tolower: (_, text) => text && text.toLowerCase(),
  toupper: (_, text) => text && text.toUpperCase(),
  trim: (_, text) => text && text.trim(),
};

export const isTrue = (text: Text | undefined): boolean => text?.toLowerCase() === 'true';
const truth = (value: boolean): string => (value ? 'True' : 'False');

function join(separator: string, values: (Text | undefined)[]): string {
  return values.filter((value) => value !== null && value !== undefined).join(separator);
}

/** `Switch(source, default, key1, value1, …)`. */
function pick([source, otherwise, ...pairs]: Text[]): Text {
  const at = pairs.findIndex((key, index) => index % 2 === 0 && key === source);
  return at < 0 ? (otherwise ?? null) : (pairs[at + 1] ?? null);
}

/** source, oldValue, regex, group, replacement, attribute, template: which are there is the mode. */
function replace([source, old, regex, group, replacement, attribute]: (Text | undefined)[]): Text {
  if (source === null || source === undefined) return null;
  if (regex) return replacePattern(source, regex, group ?? null, replacement ?? attribute ?? '');
  return old ? source.replaceAll(old, replacement ?? '') : source;
}

function replacePattern(source: string, regex: string, group: Text, by: string): string {
  return source.replace(new RegExp(regex, 'g'), (all: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<string, string> | undefined;
    if (!group || typeof groups !== 'object') return by;
    return all.replace(groups[group] ?? '', by);
  });
}

function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{ASCII}]/gu, (letter) => LETTERS[letter] ?? letter);
}

function isoDate(text: Text | undefined): Text {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function dateDiff(unit: Text | undefined, from: Text | undefined, to: Text | undefined): Text {
  const ms = Date.parse(to ?? '') - Date.parse(from ?? '');
  return Number.isNaN(ms) ? null : String(Math.trunc(ms / (UNITS[unit ?? 'd'] ?? DAY)));
}

function randomText({ fraction }: FunctionScope, length: number, digits: number): string {
  return Array.from({ length }, (_, at) =>
    at < digits
      ? String(Math.floor(fraction() * 10))
      : String.fromCharCode(97 + Math.floor(fraction() * 26)),
  ).join('');
}
