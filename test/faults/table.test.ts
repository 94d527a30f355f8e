import { readFileSync } from 'node:fs';
// @ts-expect-error A script of its own, without types.
import { DOC, page, untested } from './table.mjs';

test('docs/reliability.md says what the tests test; npm run reliability-table writes it', () => {
  expect(readFileSync(DOC as string, 'utf8')).toBe((page as () => string)());
});

const BAD_INPUTS = Array.from({ length: 64 }, (_, index) => String(index + 1));

test('every fault and every bad input has a test, but for these', () => {
  expect((untested as () => object)()).toEqual({ faults: ['F29', 'F50'], badInputs: BAD_INPUTS });
});
