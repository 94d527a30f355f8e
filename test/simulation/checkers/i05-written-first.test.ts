import { leaverDone, Story, transferDone } from './history-of.js';
import { writtenFirst } from './i05-written-first.js';

const found = (story: Story) => writtenFirst(story.end()).map(({ what }) => what);

test('a call that was written down before is no violation', () => {
  expect(found(leaverDone(transferDone()))).toEqual([]);
});

test('no call leaves that was not written down', () => {
  expect(found(transferDone().uploaded('u9', 500))).toEqual([
    'call u9 at 11-25T06:11:00 was never written down',
  ]);
});

test('a call carries nobody but who was written down', () => {
  const story = leaverDone(transferDone()).uploaded('u1', 202, { externalId: 'E2' });
  expect(found(story)).toEqual(['E2 at 11-25T06:11:00 was in a call that was not written so']);
});

test('nobody is in a call twice', () => {
  const story = new Story()
    .order({ ref: 'R1', kind: 'transfer', person: 'E1' })
    .sending('u1', { person: 'E1' })
    .uploaded('u1', 202, { externalId: 'E1' }, { externalId: 'E1' });
  expect(found(story)).toEqual(['twice in one call: u1 E1']);
});

test('what may have arrived is not sent again before there was time for evidence', () => {
  const doubt = () => new Story().sending('u1', { person: 'E1' }).answered('u1', 'in-doubt').at(5);
  expect(found(doubt().sending('u2', { person: 'E1' }))).toEqual([
    'p-E1 in doubt was sent again at once, at 11-25T06:05:00',
  ]);
  expect(found(doubt().at(31).sending('u2', { person: 'E1' }))).toEqual([]);
  expect(found(doubt().attempt('u1/E1', 'applied').sending('u2', { person: 'E1' }))).toEqual([]);
});

test('a leaver who may have arrived is sent again at once', () => {
  const story = new Story().sending('u1', { person: 'E1', lane: 1 }).answered('u1', 'in-doubt');
  expect(found(story.sending('u2', { person: 'E1', lane: 1 }))).toEqual([]);
});
