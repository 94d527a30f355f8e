import { HOUR, leaverDone, START, Story, transferDone } from './history-of.js';
import { nothingLost } from './i01-nothing-lost.js';

const found = (story: Story, also = {}) => nothingLost(story.end(also)).map(({ what }) => what);

test('a settled change and a ticket that was found are no violation', () => {
  expect(found(transferDone())).toEqual([]);
});

test('a delivery that was acknowledged must have left its ticket', () => {
  const story = transferDone().webhook('msg_2', 'R9', 202);
  expect(found(story)).toEqual(['R9 was acknowledged and is unknown']);
});

test('a refused delivery need not leave a ticket', () => {
  expect(found(transferDone().webhook('msg_2', 'R9', 422))).toEqual([]);
});

test('an approved ticket that no webhook told of must be found', () => {
  const story = new Story()
    .order({ ref: 'R1', kind: 'transfer', person: 'E1' })
    .approval('R1', 'approved');
  expect(found(story, { tickets: [] })).toEqual(['R1 is approved and was never found']);
});

test.each(['waiting', 'queued', 'sent'])('a change may not stay %s for ever', (state) => {
  expect(found(transferDone().moves('c1', state))).toEqual([`change c1 is still ${state}`]);
});

test('a change whose instant has not come may wait', () => {
  const later = START + 100 * HOUR;
  const story = transferDone().change('c3', 'R1', 'E1', 'move', 'transfer', later);
  expect(found(story)).toEqual([]);
});

test('what Entra never showed is excused where a human knows', () => {
  const story = transferDone().moves('c1', 'sent').row('E1', { fault: 'missing', visibleAt: null });
  expect(found(story)).toEqual(['change c1 is still sent']);
  expect(found(story.alarm('unconfirmed', 'change:c1'))).toEqual([]);
});

test('what Entra refuses every time is excused where a human knows', () => {
  const story = leaverDone().moves('c2', 'queued').processed('E2', 'fail', true);
  expect(found(story)).toEqual(['change c2 is still queued']);
  expect(found(story.alarm('entra-failed', 'change:c2'))).toEqual([]);
});

test.each(['received', 'approved'])('a ticket may not stay %s', (state) => {
  expect(found(transferDone().ticket('R1', state))).toEqual([`R1 is still ${state}`]);
});

test('what is held stands before a human', () => {
  const held = transferDone().change('c3', 'R1', 'E1', 'move', 'transfer').moves('c3', 'held');
  expect(found(held)).toEqual(['change:c3 is held and nobody was told']);
  expect(found(held.alarm('record-incomplete', 'change:c3'))).toEqual([]);
});

test.each(['failed', 'superseded'])('a termination is never %s', (state) => {
  const story = leaverDone().moves('c2', state);
  expect(found(story)).toEqual([`termination c2 was given up: change.${state}`]);
});

test('a second termination of the same person may take the place of the first', () => {
  const story = leaverDone().moves('c2', 'superseded');
  story.change('c3', 'R2', 'E2', 'disable', 'termination').moves('c3', 'applied');
  expect(found(story)).toEqual([]);
});
