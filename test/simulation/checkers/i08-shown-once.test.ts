import { Story, transferDone } from './history-of.js';
import { shownOnce } from './i08-shown-once.js';

const found = (story: Story) => shownOnce(story.end()).map(({ what }) => what);

test('a note for what happened is no violation', () => {
  expect(found(transferDone())).toEqual([]);
  expect(found(transferDone().note('R1', 2).shown('R1', 2))).toEqual([]);
});

test('no note is written twice', () => {
  expect(found(transferDone().note('R1', 1))).toContain('note jml-00000001-1 was written twice');
});

test('every note can be recognised', () => {
  expect(found(transferDone().note('R1', 2, 'Hello.', 'no marker'))).toContain(
    'a note has no marker',
  );
});

test('the newest note stands last', () => {
  const story = transferDone().note('R1', 3).note('R1', 2);
  expect(found(story)).toEqual(['notes of R1 in the order 1, 3, 2']);
});

test.each(['applied', 'unchanged', 'failed'])('whoever asked hears that it was %s', (state) => {
  const silent = new Story().order({ ref: 'R1', kind: 'transfer', person: 'E1' });
  silent.change('c1', 'R1', 'E1', 'move', 'transfer').moves('c1', state);
  expect(found(silent)).toEqual(['ticket 00000001-R1 was never told its outcome']);
  expect(found(silent.trail('writeback.undeliverable', 'ticket:00000001-R1'))).toEqual([]);
});

test('what is said to be shown stands on the ticket', () => {
  expect(found(transferDone().shown('R1', 2))).toEqual(['ticket:00000001-R1 is said to show 2']);
  expect(found(transferDone().shown('R1', 2).at(20).note('R1', 2))).toHaveLength(1);
});

test('in the end the status field is up to date', () => {
  expect(found(transferDone().field('R1', 'sent'))).toEqual(['R1 shows "sent", it is applied']);
});

test('a ticket that cannot be told may show what it was told last, until it is told again', () => {
  const late = transferDone().field('R1', 'sent');
  expect(found(late.trail('writeback.undeliverable', 'ticket:00000001-R1'))).toEqual([]);
  expect(found(late.note('R1', 2).shown('R1', 2))).toEqual(['R1 shows "sent", it is applied']);
});
