import { median, quantile, spread, table } from './figures.js';

test('takes the middle value, or the mean of the two', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('finds the value most lie below', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
  expect(quantile(hundred, 0.5)).toBe(51);
  expect(quantile(hundred, 0.99)).toBe(100);
  expect(quantile([7], 0.99)).toBe(7);
});

test('tells the middle and how far the rest lies from it', () => {
  expect(spread([1, 2, 4], 1)).toBe('2.0 (1.0 to 4.0)');
});

test('writes a table as markdown', () => {
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
});
