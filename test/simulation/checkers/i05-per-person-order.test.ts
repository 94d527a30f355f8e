import { leaverDone, Story, transferDone } from './history-of.js';
import { perPersonOrder } from './i05-per-person-order.js';

const found = (story: Story) => perPersonOrder(story.end()).map(({ what }) => what);

test('one record after the other is no violation', () => {
  expect(found(transferDone().sending('u2', { person: 'E1', version: 2 }))).toEqual([]);
});

test('versions never go back', () => {
  const story = new Story().sending('u1', { person: 'E1', version: 2 }).attempt('u1/E1', 'applied');
  expect(found(story.sending('u2', { person: 'E1', version: 1 }))).toEqual([
    'p-E1: version 1 after 2',
  ]);
});

test('nobody is in flight twice', () => {
  const story = new Story().sending('u1', { person: 'E1' }).sending('u2', { person: 'E1' });
  expect(found(story)).toEqual(['p-E1 is in flight twice']);
});

test('a termination that overtakes ends what it overtakes', () => {
  const hire = () => new Story().sending('u1', { person: 'E1', lane: 3 });
  const left = hire().sending('u2', { person: 'E1', lane: 1 });
  expect(found(left)).toEqual(['p-E1 is in flight twice']);
  const ended = hire().attempt('u1/E1', 'overtaken').sending('u2', { person: 'E1', lane: 1 });
  expect(found(ended)).toEqual([]);
});

test('a leaver is not enabled by what was approved before', () => {
  const before = new Story()
    .order({ ref: 'R1', kind: 'hire', person: 'E2', title: 'Role' })
    .approval('R1', 'approved');
  const story = leaverDone(before).at(30).uploaded('u3', 202, { externalId: 'E2', active: true });
  expect(found(story)).toEqual(['E2 left at 11-25T06:01:00, enabled at 11-25T06:30:00']);
});

test('a leaver who is hired again may be enabled', () => {
  const story = leaverDone()
    .at(20)
    .order({ ref: 'R3', kind: 'hire', person: 'E2', title: 'Role' })
    .approval('R3', 'approved')
    .at(30)
    .uploaded('u3', 202, { externalId: 'E2', active: true });
  expect(found(story)).toEqual([]);
});
