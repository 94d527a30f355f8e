import { leaverDone, MINUTE, START, Story } from './history-of.js';
import { leaverAlone } from './i05-leaver-alone.js';

const found = (story: Story) => leaverAlone(story.end()).map(({ what }) => what);
const leaver = () =>
  new Story()
    .order({ ref: 'R2', kind: 'termination', person: 'E2', immediate: true })
    .change('c2', 'R2', 'E2', 'disable', 'termination')
    .moves('c2', 'queued')
    .moves('c2', 'sent')
    .sending('u2', { person: 'E2', lane: 0 });

test('a termination in a record that disables is no violation', () => {
  expect(found(leaverDone())).toEqual([]);
});

test('a termination in a record that enables is one', () => {
  expect(found(leaver().uploaded('u2', 202, { externalId: 'E2', active: true }))).toEqual([
    'termination c2 went as enabling at 11-25T06:00:00',
  ]);
});

test('what others in the call are sent as does not matter', () => {
  const records = [
    { externalId: 'E2', active: false },
    { externalId: 'E3', active: true },
  ];
  expect(found(leaver().uploaded('u2', 202, ...records))).toEqual([]);
});

test('a hire that is sent afterwards, by itself, is no violation', () => {
  const story = leaver()
    .uploaded('u2', 202, { externalId: 'E2', active: false })
    .change('c3', 'R2', 'E2', 'create', 'hire')
    .moves('c3', 'sent')
    .sending('u3', { person: 'E2' })
    .uploaded('u3', 202, { externalId: 'E2', active: true });
  expect(found(story)).toEqual([]);
});

describe('a transfer in the record of a termination', () => {
  const together = (from: number) =>
    new Story()
      .order({ ref: 'R2', kind: 'termination', person: 'E2' })
      .change('c2', 'R2', 'E2', 'disable', 'termination', START + MINUTE)
      .change('c3', 'R2', 'E2', 'move', 'transfer', from)
      .moves('c2', 'sent')
      .moves('c3', 'sent')
      .sending('u2', { person: 'E2', lane: 0 })
      .uploaded('u2', 202, { externalId: 'E2', active: false });

  test('is no violation where it came before', () => {
    expect(found(together(START))).toEqual([]);
  });

  test('is one where it comes after', () => {
    expect(found(together(START + 2 * MINUTE))).toEqual([
      'c3 went in the record of termination c2',
    ]);
  });
});
