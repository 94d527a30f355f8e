import { HOUR, leaverDone, MINUTE, START, transferDone, type Story } from './history-of.js';
import { claims } from './i07-claims.js';

const found = (story: Story, also = {}) => claims(story.end(also)).map(({ what }) => what);

test('a title that was sent may be confirmed', () => {
  expect(found(leaverDone(transferDone()))).toEqual([]);
});

test('a title that had made way for another is not confirmed', () => {
  const story = transferDone()
    .at(20)
    .order({ ref: 'R3', kind: 'transfer', person: 'E1', title: 'Third role' })
    .change('c3', 'R3', 'E1', 'move', 'transfer')
    .moves('c3', 'sent')
    .uploaded('u3', 202, { externalId: 'E1', title: 'New role' })
    .at(30)
    .moves('c3', 'applied');
  expect(found(story)).toEqual(['E1 confirmed at 11-25T06:30:00, its title was not sent']);
});

test('what can be read for long is not called unconfirmed', () => {
  const unconfirmed = (visibleAfterMs: number) =>
    transferDone()
      .at(60)
      .sending('u3', { person: 'E1' })
      .at(63)
      .row('E1', { visibleAt: START + visibleAfterMs })
      .at(300)
      .attempt('u3/E1', 'unconfirmed');
  const calm = { calmFrom: START };
  expect(found(unconfirmed(70 * MINUTE), calm)).toEqual([
    'E1 unconfirmed at 11-25T11:00:00, shown at 11-25T07:03:00',
  ]);
  expect(found(unconfirmed(290 * MINUTE), calm)).toEqual([]);
  expect(found(unconfirmed(70 * MINUTE), { calmFrom: START + 5 * HOUR })).toEqual([]);
});
