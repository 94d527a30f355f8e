import type { Call } from '../history.js';
import { START, Story } from './history-of.js';
import { limitsKept } from './i09-limits-kept.js';

const found = (story: Story, also = {}) => limitsKept(story.end(also)).map(({ what }) => what);
const called = (minutes: number[], status = 202) => {
  const story = new Story();
  for (const [index, minute] of minutes.entries()) story.at(minute).uploaded(`u${index}`, status);
  return found(story);
};
const second = (count: number) => count / 60;

test('as many calls as a window takes are no violation', () => {
  expect(called([0, second(1), second(5), second(6)])).toEqual([]);
});

test('a window takes no more', () => {
  expect(called([0, second(1), second(4)])).toEqual([
    'more than 2 calls in 5000 ms at 11-25T06:00:04',
  ]);
});

test('a call that did not get past the door is not counted', () => {
  expect(called([0, second(1), second(4)], 401)).toEqual([]);
});

test('a day takes no more', () => {
  const minutes = (calls: number) => Array.from({ length: calls }, (_, index) => index * 60);
  expect(called(minutes(20))).toEqual([]);
  expect(called(minutes(21))).toEqual(['more than 20 calls in 86280000 ms at 11-26T02:00:00']);
  expect(called([...minutes(20), 24 * 60 - 2])).toEqual([]);
  expect(called([...minutes(20), 24 * 60 - 3])).toHaveLength(1);
});

test('a call takes no more records', () => {
  const records = (count: number) => Array.from({ length: count }, () => ({ externalId: 'E1' }));
  expect(found(new Story().uploaded('u1', 202, ...records(2)))).toEqual([]);
  expect(found(new Story().uploaded('u1', 202, ...records(3)))).toEqual([
    'more than 2 records at 11-25T06:00:00',
  ]);
});

describe('who is refused', () => {
  const call = (
    seconds: number,
    status: number | null,
    retryAfter: string | null = null,
  ): Call => ({
    ...{ at: START + seconds * 1_000, to: 'servicenow', status, retryAfter },
  });

  test('waits as long as asked', () => {
    const early = [call(0, 429, '600'), call(60, 200)];
    expect(found(new Story(), { calls: early })).toEqual([
      'called servicenow at 11-25T06:01:00, was asked to wait until 11-25T06:08:00',
    ]);
    expect(found(new Story(), { calls: [call(0, 429, '600'), call(600, 200)] })).toEqual([]);
  });

  test('finishes what was under way, and may ask again after a restart', () => {
    expect(found(new Story(), { calls: [call(0, 429, '600'), call(20, 200)] })).toEqual([]);
    const starts = [START + 30_000];
    expect(found(new Story(), { calls: [call(0, 429, '600'), call(60, 200)], starts })).toEqual([]);
  });

  test('may ask somebody else', () => {
    const other = { ...call(60, 200), to: 'graph' };
    expect(found(new Story(), { calls: [call(0, 429, '600'), other] })).toEqual([]);
  });

  test('does not ask ever faster', () => {
    const calls = (gap: number) => Array.from({ length: 61 }, (_, index) => call(index * gap, 401));
    expect(found(new Story(), { calls: calls(1) })).toEqual([]);
    expect(found(new Story(), { calls: calls(0.5) })).toEqual([
      'refused over 60 times within a minute, 11-25T06:00:30',
    ]);
  });

  test('does not upload every second without a valid sign-in', () => {
    const calls = (gap: number) =>
      Array.from({ length: 21 }, (_, index) => ({
        ...call(index * gap, 401),
        to: 'graph bulkUpload',
      }));
    expect(found(new Story(), { calls: calls(3) })).toEqual([]);
    expect(found(new Story(), { calls: calls(1) })).toEqual([
      'refused over 20 times within a minute, 11-25T06:00:20',
    ]);
  });
});
