import fc from 'fast-check';
import { readStrictJson } from '../../src/intake/strict-json.js';
import { countProcessorMs } from '../support/processor-ms.js';

const read = (text: string) => readStrictJson(Buffer.from(text));
const problemOf = (text: string) => {
  const result = read(text);
  return result.is === 'refused' ? result.problem : 'taken';
};

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Ordinary JSON: what every sender of good will sends. */
const key = fc.string({ minLength: 1, maxLength: 8 }).map((name) => `k${name}`);
const leaf = fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    leaf as fc.Arbitrary<Json>,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }) as fc.Arbitrary<Json>,
  ),
}));

/** Something bad deep within something good: `{"a":[…,<bad>,…]}` and the like. */
const SPOT = '"\u0001spot"';
const around = fc.array(fc.tuple(fc.boolean(), key, value, value), { maxLength: 6 }).map((shells) =>
  shells.reduce((text, [list, name, before, after]) => {
    const [one, other] = [JSON.stringify(before), JSON.stringify(after)];
    return list
      ? `[${one}, ${text} ,${other}]`
      : `{${JSON.stringify(`a${name}`)}:${one},${JSON.stringify(`b${name}`)} : ${text},${JSON.stringify(`c${name}`)}:${other}}`;
  }, SPOT),
);
const within = (bad: fc.Arbitrary<string>) =>
  fc.tuple(around, bad).map(([good, spot]) => good.split(SPOT).join(spot));

/** A text with some of its characters written as escapes. */
const spelled = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((flags) =>
      [...text]
        .map((letter, at) =>
          flags[at] ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
        )
        .join(''),
    );
const plainName = fc.stringMatching(/^[a-z]{1,8}$/);

const twice = plainName.chain((name) =>
  fc.tuple(spelled(name), spelled(name), leaf, leaf).map(([one, other, first, second]) => {
    return `{"${one}":${JSON.stringify(first)},"between":0,"${other}":${JSON.stringify(second)}}`;
  }),
);
const prototypes = fc
  .constantFrom('__proto__', 'constructor', 'prototype')
  .chain(spelled)
  .map((name) => `{"${name}":{"polluted":true}}`);
const halves = fc
  .tuple(fc.integer({ min: 0xd800, max: 0xdfff }), fc.boolean())
  .map(([unit, isKey]) => {
    const half = `"x\\u${unit.toString(16)}"`;
    return isKey ? `{${half}:1}` : `[${half}]`;
  });
const numbers = fc.oneof(
  fc.constantFrom(
    '1e400',
    '-1e309',
    '9007199254740993',
    '-9007199254740992',
    '1e21',
    '123456789012345678',
  ),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 200n }).map(String),
);
const deep = fc.integer({ min: 33, max: 400 }).chain((depth) =>
  fc.boolean().map((list) => {
    const [open, close] = list ? ['[', ']'] : ['{"d":', '}'];
    return `${open.repeat(depth)}0${close.repeat(depth)}`;
  }),
);
const broken = fc.constantFrom(
  ...['', ',', 'NaN', 'undefined', '01', '+1', '.5', '1.', "'a'", '{a:1}', '{"a"}', '[1,]', '{,}'],
  ...[
    '/*x*/1',
    '"\t"',
    '"\\x41"',
    '"\\u00g0"',
    'tru',
    'nulll',
    '[1 2]',
    '{"a":1 "b":2}',
    '"',
    '\u00a01',
  ],
);

test.each([
  ['a key given twice, however it is spelled', twice, 'duplicate-key'],
  ['a key that reaches into prototypes, however it is spelled', prototypes, 'validation-failed'],
  ['half a character', halves, 'validation-failed'],
  ['a number that would lose digits', numbers, 'validation-failed'],
  ['nesting nobody means', deep, 'malformed-json'],
  ['what is no JSON', broken, 'malformed-json'],
])('%s is refused wherever it stands', (_, bad, problem) => {
  fc.assert(
    fc.property(within(bad), (text) => {
      expect(`${problemOf(text)}: ${text}`).toBe(`${problem}: ${text}`);
    }),
    { numRuns: 400 },
  );
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('the same surroundings with something good in them are taken, and read as the runtime reads them', () => {
  fc.assert(
    fc.property(within(value.map((one) => JSON.stringify(one))), (text) => {
      const result = read(text);
      // A good value in six shells is never deeper than the limit.
      expect(result).toEqual({ is: 'value', value: JSON.parse(text) as unknown });
    }),
    { numRuns: 800 },
  );
});

test('one changed byte is refused, or read as the runtime reads it', () => {
  fc.assert(
    fc.property(
      within(leaf.map((one) => JSON.stringify(one))),
      fc.nat(),
      fc.nat(255),
      (text, at, byte) => {
        const bytes = Buffer.from(text);
        bytes[at % bytes.length] = byte;
        const result = readStrictJson(bytes);
        if (result.is === 'refused') return;
        const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
        expect(result.value).toEqual(JSON.parse(decoded));
      },
    ),
    { numRuns: 1_500 },
  );
});

test('text cut off anywhere is refused', () => {
  fc.assert(
    fc.property(within(leaf.map((one) => JSON.stringify(one))), fc.nat(), (text, at) => {
      const bytes = Buffer.from(`{"a":${text}}`);
      expect(readStrictJson(bytes.subarray(0, at % bytes.length)).is).toBe('refused');
    }),
    { numRuns: 800 },
  );
});

test.each<[string, (n: number) => string]>([
  ['keys', (n) => `{${Array.from({ length: n }, (_, at) => `"k${at}":0`).join(',')}}`],
  ['equal values', (n) => `[${'"x",'.repeat(n)}0]`],
  ['one long text', (n) => `["${'x'.repeat(n * 6)}"]`],
  ['escapes', (n) => `["${'\\\\'.repeat(n * 3)}"]`],
  ['escapes without an end', (n) => `["${'\\"'.repeat(n * 3)}`],
  ['spaces', (n) => `[${' '.repeat(n * 6)}0]`],
  ['digits', (n) => `[0.${'1'.repeat(n * 6)}]`],
  ['opening brackets', (n) => '['.repeat(n * 6)],
  ['colons', (n) => `{${':'.repeat(n * 6)}`],
])('the cost grows no faster than the text: %s', (_, make) => {
  const [small, large] = [make(5_000), make(40_000)];
  const factor = large.length / small.length;
  cheapest(small);
  // Eight times the text takes eight times as much, by the square 64 times: the limit lies between.
  expect(cheapest(large)).toBeLessThan(Math.max(cheapest(small), 2) * factor * 4);
});

/** Processor time of the best of several tries: the others tell of the compiler and the collector. */
function cheapest(text: string): number {
  const bytes = Buffer.from(text);
  const costs = Array.from({ length: 7 }, () => {
    const spentMs = countProcessorMs();
    readStrictJson(bytes);
    return spentMs();
  });
  return Math.min(...costs);
}
