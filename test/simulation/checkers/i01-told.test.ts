import { leaverDone, transferDone, type Story } from './history-of.js';
import { told } from './i01-told.js';

const found = (story: Story) => told(story.end()).map(({ what }) => what);

test('what went its way needs no alarm', () => {
  expect(found(transferDone())).toEqual([]);
});

test.each(['unconfirmed', 'refused', 'failed'])('an attempt that was %s is told', (state) => {
  const silent = transferDone().attempt('u9/E1', state);
  expect(found(silent)).toEqual([`attempt u9/E1 was attempt.${state} and nobody was told`]);
});

test('an alarm must be open when the attempt ends, not closed before', () => {
  const open = transferDone().alarm('unconfirmed', 'change:c1').attempt('u9/E1', 'unconfirmed');
  expect(found(open.over('unconfirmed', 'change:c1'))).toEqual([]);
  const closed = transferDone().alarm('unconfirmed', 'change:c1').over('unconfirmed', 'change:c1');
  expect(found(closed.attempt('u9/E1', 'unconfirmed'))).toHaveLength(1);
});

test('a leaver that mapping refuses is put before a human, a transfer need not be', () => {
  const leaver = leaverDone().ticket('R2', 'rejected', 'bridge');
  expect(found(leaver)).toEqual(['leaver ticket:00000001-R2 was refused and nobody was told']);
  expect(found(leaver.alarm('unknown-person', 'ticket:R2'))).toEqual([]);
  expect(found(transferDone().ticket('R1', 'rejected', 'bridge'))).toEqual([]);
});

test('an alarm ends with its matter', () => {
  const story = transferDone().alarm('unconfirmed', 'change:c1');
  expect(found(story)).toEqual(['change:c1 is over and still stands before a human']);
});
