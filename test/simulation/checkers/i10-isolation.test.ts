import { START, MINUTE, Story } from './history-of.js';
import { isolation } from './i10-isolation.js';

const found = (story: Story) => isolation(story.end()).map(({ what }) => what);
const failed = (tell: (story: Story) => void) => {
  const story = new Story().order({ ref: 'R1', kind: 'transfer', person: 'E1' });
  tell(story.change('c1', 'R1', 'E1', 'move', 'transfer'));
  return found(story.at(20).moves('c1', 'failed'));
};
const REFUSED = ['change c1 failed with a call of many'];

test('a record that is refused alone fails', () => {
  expect(
    failed((story) => story.sending('u1', { person: 'E1' }).answered('u1', 'refused')),
  ).toEqual([]);
});

test('a record that is refused with others does not fail', () => {
  const together = (story: Story) =>
    story.sending('u1', { person: 'E1' }, { person: 'E9' }).answered('u1', 'refused');
  expect(failed(together)).toEqual(REFUSED);
});

test('a record fails for a row of its own, not for that of another', () => {
  const visibleAt = START + 5 * MINUTE;
  expect(failed((story) => story.row('E1', { status: 'failure', visibleAt }))).toEqual([]);
  expect(failed((story) => story.row('E9', { status: 'failure', visibleAt }))).toEqual(REFUSED);
  expect(failed((story) => story.row('E1', { visibleAt }))).toEqual(REFUSED);
});
