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
