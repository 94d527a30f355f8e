import { HOUR, leaverDone, MINUTE, START, Story } from './history-of.js';
import { leaversAtOnce } from './i06-leavers-at-once.js';

const found = (story: Story, also = {}) => leaversAtOnce(story.end(also)).map(({ what }) => what);
const CALM = (12 * HOUR) / MINUTE;

test('an urgent leaver in the lane before all others is no violation', () => {
  expect(found(leaverDone())).toEqual([]);
});

test('a leaver in doubt is put back at once', () => {
  const doubt = () =>
    new Story().sending('u1', { person: 'E2', lane: 1 }).answered('u1', 'in-doubt');
  expect(found(doubt().attempt('u1/E2', 'in-doubt'))).toEqual([]);
  const late = ['leaver p-E2 in doubt since 11-25T06:00:00 was not sent again at once'];
  expect(found(doubt())).toEqual(late);
  expect(found(doubt().at(30).attempt('u1/E2', 'in-doubt'))).toEqual(late);
});

test('others in doubt need not be put back', () => {
  expect(found(new Story().sending('u1', { person: 'E2' }).answered('u1', 'in-doubt'))).toEqual([]);
});

test('an immediate termination does not stand in line', () => {
  const story = leaverDone().moves('c2', 'sent').sending('u3', { person: 'E2', lane: 1 });
  expect(found(story)).toEqual(['urgent leaver p-E2 went in lane 1']);
});

describe('while nothing goes wrong', () => {
  const queued = () => leaverDone().at(CALM).moves('c2', 'queued');

  test('no leaver waits long', () => {
    expect(
      found(
        queued()
          .at(CALM + 10)
          .moves('c2', 'sent'),
      ),
    ).toEqual([]);
    expect(
      found(
        queued()
          .at(CALM + 40)
          .moves('c2', 'sent'),
      ),
    ).toEqual(['leaver c2 waited from 11-25T18:00:00 to 11-25T18:40:00']);
  });

  test('no leaver waits for ever', () => {
    expect(found(queued(), { end: START + 20 * HOUR })).toEqual([
      'leaver c2 waited from 11-25T18:00:00 to 11-26T02:00:00',
    ]);
  });

  test('a leaver Entra refused waits longer', () => {
    const refused = leaverDone().at(CALM).attempt('u2/E2', 'refused').moves('c2', 'queued');
    expect(found(refused.at(CALM + 40).moves('c2', 'sent'))).toEqual([]);
    expect(found(refused.at(CALM + 95).moves('c2', 'sent'))).toEqual([]);
  });

  test('a leaver waits where the day has no more calls', () => {
    const story = queued();
    for (let call = 1; call <= 20; call++) story.sending(`u${call}`, { person: `E${call + 9}` });
    expect(found(story.at(CALM + 40).moves('c2', 'sent'))).toEqual([]);
  });
});
