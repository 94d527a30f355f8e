import fc from 'fast-check';
import { readStrictJson } from '../../src/intake/strict-json.js';

const read = (text: string) => readStrictJson(Buffer.from(text));
const problem = (text: string) => {
  const result = read(text);
  return result.is === 'refused' ? result.problem : 'taken';
};

test.each([
  '',
  ' \n',
  '{',
  '{"a":1,}',
  '{/*c*/}',
  '{"a":NaN}',
  '{} {}',
  '{}x',
  "{'a':1}",
  '\ufeff{}',
  '"\n"',
  '01',
])('%j is malformed', (text) => expect(problem(text)).toBe('malformed-json'));

test('100,000 nested arrays are malformed, quickly', () => {
  expect(problem('['.repeat(100_000) + ']'.repeat(100_000))).toBe('malformed-json');
});

test('32 levels are taken and 33 are not', () => {
  const nested = (n: number) => '['.repeat(n) + ']'.repeat(n);
  expect(problem(nested(32))).toBe('taken');
  expect(problem(nested(33))).toBe('malformed-json');
});

test.each([
  ['{"employee_id":1,"employee_id":2}', '/employee_id'],
  ['{"a":1,"\\u0061":2}', '/a'],
  ['{"x":[{"k~/":1,"k~/":2}]}', '/x/0/k~0~1'],
])('a key given twice is refused with its place: %s', (text, pointer) => {
  expect(read(text)).toEqual({
    is: 'refused',
    problem: 'duplicate-key',
    errors: [{ pointer, code: 'duplicate-key' }],
  });
});

test('the same key in two objects is no duplicate', () => {
  expect(problem('{"a":{"k":"a"},"b":{"k":1},"c":["a","a"]}')).toBe('taken');
});

test.each([
  '{"__proto__":{"admin":true}}',
  '{"\\u005f_proto__":1}',
  '{"constructor":{"prototype":{}}}',
  '{"a":[{"prototype":1}]}',
])('a key that reaches into prototypes is refused: %s', (text) => {
  expect(problem(text)).toBe('validation-failed');
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
});

test.each(['{"a":"\\ud800"}', '{"\\udc00":1}', '["\\ud83d x"]'])(
  'half a character is refused: %s',
  (text) => expect(problem(text)).toBe('validation-failed'),
);

test.each(['1e400', '-1e400', '9007199254740993', '1e20'])(
  'a number that would lose digits is refused: %s',
  (number) => expect(problem(`{"revision":${number}}`)).toBe('validation-failed'),
);

test.each([
  [[0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d], 'a Latin-1 letter'],
  [[0x22, 0xc0, 0xaf, 0x22], 'an overlong slash'],
  [[0x22, 0xed, 0xa0, 0x80, 0x22], 'a surrogate in bytes'],
  [[0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00], 'UTF-16'],
])('bytes that are not UTF-8 are refused: %j, %s', (bytes) => {
  expect(readStrictJson(Uint8Array.from(bytes))).toMatchObject({ problem: 'invalid-encoding' });
});

test('what it takes, it reads as the runtime does', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }), fc.nat(4), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const result = read(text);
      if (result.is === 'value') expect(result.value).toEqual(JSON.parse(text));
      else expect(['validation-failed', 'duplicate-key']).toContain(result.problem);
    }),
    { numRuns: 500 },
  );
});

test('ordinary values are always taken', () => {
  const key = fc.string({ minLength: 1 }).map((k) => `k${k}`);
  const leaf = fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
  const value = fc.dictionary(key, fc.oneof(leaf, fc.array(leaf), fc.dictionary(key, leaf)));
  fc.assert(
    fc.property(value, (sent) => {
      expect(read(JSON.stringify(sent))).toEqual({
        is: 'value',
        value: JSON.parse(JSON.stringify(sent)),
      });
    }),
    { numRuns: 500 },
  );
});

test('it never takes what the runtime refuses, and never throws', () => {
  const soup = fc.array(fc.constantFrom(...'{}[],:"\\u0aAeE+-.1 \n\t'), { maxLength: 40 });
  fc.assert(
    fc.property(soup, (parts) => {
      const text = parts.join('');
      const result = read(text);
      if (result.is === 'value') expect(() => JSON.parse(text) as unknown).not.toThrow();
    }),
    { numRuns: 3000 },
  );
});

test('it never throws on any bytes', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void readStrictJson(bytes)));
});
