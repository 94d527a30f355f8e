import { MINUTE, START, Story } from './history-of.js';
import { visibleTimes } from './visible-at.js';

const minutes = (story: Story) =>
  visibleTimes(story.end().audit).map((at) => (at - START) / MINUTE);
const written = (story: Story, entries: number) => {
  for (let entry = 0; entry < entries; entry++) story.trail('change.sent', 'change:c');
  return story;
};

test('an entry in its order can be seen from its own time on', () => {
  expect(minutes(new Story().trail('a', 'b:1').at(3).trail('a', 'b:2'))).toEqual([0, 3]);
});

test('an entry that was committed late can be seen from then on', () => {
  expect(minutes(written(new Story().at(3), 1).at(1).trail('a', 'b:1'))).toEqual([3, 3]);
});

test('what one transaction wrote can be seen from the same time on', () => {
  const late = minutes(written(written(new Story().at(3), 1).at(1), 50));
  expect(new Set(late)).toEqual(new Set([3]));
});

test('a clock that was ahead once is forgotten', () => {
  const story = written(new Story().at(300), 1);
  for (let minute = 1; minute <= 25; minute++) written(story.at(minute), 1);
  expect(minutes(story).slice(-5)).toEqual([21, 22, 23, 24, 25]);
});
