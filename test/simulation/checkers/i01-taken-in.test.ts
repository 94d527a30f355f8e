import { Story, transferDone } from './history-of.js';
import { takenIn } from './i01-taken-in.js';

const found = (story: Story) => takenIn(story.end()).map(({ what }) => what);

test('what was answered and stored is no violation', () => {
  expect(found(transferDone())).toEqual([]);
});

test.each([202, 400, 422])('a delivery answered %i must be stored', (status) => {
  const story = transferDone().webhook('msg_2', 'R1', status);
  expect(found(story)).toEqual([`delivery msg_2 was answered ${status} and is not stored`]);
  expect(found(story.stored('msg_2', status))).toEqual([]);
});

test.each([401, 503, 'ECONNRESET'])('a delivery answered %s need not be stored', (status) => {
  expect(found(transferDone().webhook('msg_2', 'R1', status))).toEqual([]);
});

test.each(['waiting-approval', 'cancelled'])('an approved ticket may not stand %s', (state) => {
  expect(found(transferDone().ticket('R1', state))).toEqual([`R1 is approved and stands ${state}`]);
});

test('a ticket approved by its own requester may wait', () => {
  const story = new Story()
    .order({ ref: 'R1', kind: 'transfer', person: 'E1', by: 'ana' })
    .approval('R1', 'approved', 'ana')
    .ticket('R1', 'waiting-approval');
  expect(found(story)).toEqual([]);
});

test('a ticket that was closed by a person may stand cancelled', () => {
  expect(found(transferDone().cancel('R1').ticket('R1', 'cancelled'))).toEqual([]);
});
