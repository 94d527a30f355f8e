import { Story } from './history-of.js';
import { leaversFirst } from './i06-leavers-first.js';

const found = (story: Story) => leaversFirst(story.end()).map(({ what }) => what);
const waiting = () =>
  new Story()
    .order({ ref: 'R2', kind: 'termination', person: 'E2' })
    .ticket('R2', 'approved')
    .change('c2', 'R2', 'E2', 'disable', 'termination')
    .moves('c2', 'queued')
    .at(1);
const PASSED = ['p-E2 waited since 11-25T06:00:00 while others went at 11-25T06:01:00'];

test('nobody else goes while a leaver waits', () => {
  expect(found(waiting().sending('u1', { person: 'E1' }))).toEqual(PASSED);
});

test('a call of leavers and others leaves no leaver out', () => {
  const mixed = waiting().sending('u1', { person: 'E3', lane: 1 }, { person: 'E1' });
  expect(found(mixed)).toEqual(PASSED);
  const whole = waiting()
    .moves('c2', 'sent')
    .sending('u1', { person: 'E2', lane: 1 }, { person: 'E1' });
  expect(found(whole)).toEqual([]);
});

test('other leavers may go before', () => {
  expect(found(waiting().sending('u1', { person: 'E3', lane: 1 }))).toEqual([]);
});

test('a leaver whose approval is being asked for again does not hold up the others', () => {
  expect(found(waiting().at(20).sending('u1', { person: 'E1' }))).toEqual([]);
});

test('a leaver who is on the way, or was just refused, does not hold up the others', () => {
  const sent = waiting().sending('u1', { person: 'E2', lane: 1 });
  expect(found(sent.sending('u2', { person: 'E1' }))).toEqual([]);
  expect(found(sent.attempt('u1/E2', 'refused').at(3).sending('u3', { person: 'E1' }))).toEqual([]);
});

describe('a call that was withdrawn since the lane was lost', () => {
  const planned = () => waiting().sending('u1', { person: 'E1' });

  test('went ahead of nobody', () => {
    expect(found(planned().answered('u1', 'retry', 'lane-lost'))).toEqual([]);
  });

  test('went ahead where Entra has it all the same', () => {
    const arrived = planned().uploaded('u1', 202, { externalId: 'E1' });
    expect(found(arrived.answered('u1', 'retry', 'lane-lost'))).toEqual(PASSED);
  });

  test('excuses no call that was not taken for another reason', () => {
    expect(found(planned().answered('u1', 'retry', 'entra-throttled'))).toEqual(PASSED);
    expect(found(planned().answered('u1', 'in-doubt', 'upload-in-doubt'))).toEqual(PASSED);
  });

  test('excuses no other call', () => {
    const story = planned().answered('u1', 'retry', 'lane-lost').at(2);
    expect(found(story.sending('u2', { person: 'E1' }))).toEqual([
      'p-E2 waited since 11-25T06:00:00 while others went at 11-25T06:02:00',
    ]);
  });
});

describe('a leaver whose change was committed long after its time', () => {
  /** Its process stood still from the first second on, while another went on to minute 3. */
  const late = () =>
    new Story()
      .order({ ref: 'R2', kind: 'termination', person: 'E2' })
      .ticket('R2', 'approved')
      .change('c2', 'R2', 'E2', 'disable', 'termination')
      .at(3)
      .trail('upload.staged', 'upload:u0')
      .at(0)
      .moves('c2', 'queued');

  test('does not hold up a call that was planned before', () => {
    expect(found(late().at(3).sending('u1', { person: 'E1' }))).toEqual([]);
  });

  test('is due for whoever plans a call after', () => {
    expect(found(late().at(4).sending('u1', { person: 'E1' }))).toEqual([
      'p-E2 waited since 11-25T06:03:00 while others went at 11-25T06:04:00',
    ]);
  });

  test('is due again only when it could be seen that its last call is over', () => {
    const back = () =>
      waiting()
        .moves('c2', 'sent')
        .sending('u1', { person: 'E2', lane: 1 })
        .at(5)
        .trail('upload.staged', 'upload:u0')
        .at(2)
        .attempt('u1/E2', 'in-doubt')
        .moves('c2', 'queued');
    expect(found(back().at(5).sending('u2', { person: 'E1' }))).toEqual([]);
    expect(found(back().at(6).sending('u2', { person: 'E1' }))).toEqual([
      'p-E2 waited since 11-25T06:05:00 while others went at 11-25T06:06:00',
    ]);
  });

  test('is due only when it could be seen that its approval was confirmed', () => {
    const again = () =>
      waiting().at(20).trail('upload.staged', 'upload:u0').at(18).ticket('R2', 'confirmed');
    expect(found(again().at(20).sending('u1', { person: 'E1' }))).toEqual([]);
    expect(found(again().at(21).sending('u1', { person: 'E1' }))).toHaveLength(1);
  });
});

test('the last calls of the day are for leavers', () => {
  const day = (calls: number, lane: number) => {
    const story = new Story();
    for (let call = 1; call <= calls; call++)
      story.at(call).sending(`u${call}`, { person: 'E1', lane });
    return found(story);
  };
  expect(day(19, 2)).toEqual([]);
  expect(day(20, 2)).toEqual(['20 calls in a day when 19 are for others than leavers']);
  expect(day(20, 1)).toEqual([]);
});
