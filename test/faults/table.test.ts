import { readFileSync } from 'node:fs';
// @ts-expect-error A script of its own, without types.
import { DOC, page, untested } from './table.mjs';

test('docs/reliability.md says what the tests test; npm run reliability-table writes it', () => {
  expect(readFileSync(DOC as string, 'utf8')).toBe((page as () => string)());
});

test('every fault and every bad input has a test', () => {
  expect((untested as () => object)()).toEqual({ faults: [], badInputs: [] });
});
