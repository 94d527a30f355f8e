import { Story, transferDone } from './history-of.js';
import { asApproved } from './i04-as-approved.js';

const found = (story: Story) => asApproved(story.end()).map(({ what }) => what);
const sentAgain = (story: Story, title: string, active = true) =>
  story
    .change('c3', 'R1', 'E1', 'move', 'transfer')
    .moves('c3', 'sent')
    .sending('u3', { person: 'E1' })
    .uploaded('u3', 202, { externalId: 'E1', title, active });

test('what the form says is sent', () => {
  expect(found(transferDone())).toEqual([]);
});

test('what was edited long ago is not sent as it was before', () => {
  const edited = () => transferDone().at(20).edit('R1', 'new_job_title', 'Newer role');
  expect(found(sentAgain(edited().at(60), 'New role'))).toEqual([
    'E1 sent at 11-25T07:00:00 as "New role", edited since',
  ]);
  expect(found(sentAgain(edited().at(60), 'Newer role'))).toEqual([]);
  expect(found(sentAgain(edited().at(30), 'New role'))).toEqual([]);
});

test('a leaver who is sent again goes with the title that was taken before the edit', () => {
  const edited = () => transferDone().at(20).edit('R1', 'new_job_title', 'Newer role').at(60);
  expect(found(sentAgain(edited(), 'New role', false))).toEqual([]);
  const before = new Story().order({ ref: 'R1', kind: 'transfer', person: 'E1', title: 'Old' });
  const never = before.at(20).edit('R1', 'new_job_title', 'Newer role').at(60);
  expect(found(sentAgain(never, 'Old', false))).toHaveLength(1);
});

test('a delivery of somebody who does not know the secret is refused', () => {
  const forged = (status: number | null) => transferDone().event('sandbox', 'forgery', { status });
  expect(found(forged(401))).toEqual([]);
  expect(found(forged(null))).toEqual([]);
  expect(found(forged(202))).toEqual(['a forged delivery was accepted at 11-25T06:11:00']);
});

test('who stops a ticket when it was sent already is told that it is too late', () => {
  const stopped = transferDone().ticket('R1', 'cancelled');
  expect(found(stopped)).toEqual(['ticket:00000001-R1 was stopped too late, nobody was told']);
  expect(found(stopped.alarm('too-late-to-cancel', 'ticket:R1'))).toEqual([]);
});

describe('who stops a ticket between two sends', () => {
  const story = (end: string) =>
    new Story()
      .order({ ref: 'R1', kind: 'termination', person: 'E1', immediate: true })
      .change('c1', 'R1', 'E1', 'disable', 'termination')
      .moves('c1', 'queued')
      .moves('c1', 'sent')
      .attempt('u1/E1', end)
      .moves('c1', 'queued')
      .moves('c1', 'cancelled')
      .ticket('R1', 'cancelled');

  test.each(['retry', 'refused', 'failed'])('need not be told more after %s', (end) => {
    expect(found(story(end))).toEqual([]);
  });

  test.each(['in-doubt', 'unconfirmed'])('is told that it may be too late after %s', (end) => {
    expect(found(story(end))).toHaveLength(1);
    expect(found(story(end).alarm('too-late-to-cancel', 'ticket:R1'))).toEqual([]);
  });
});

test('who stops a ticket that a later one has replaced need not be told more', () => {
  const replaced = new Story()
    .order({ ref: 'R1', kind: 'transfer', person: 'E1', title: 'New role' })
    .change('c1', 'R1', 'E1', 'move', 'transfer')
    .moves('c1', 'queued')
    .moves('c1', 'sent')
    .moves('c1', 'superseded')
    .ticket('R1', 'cancelled');
  expect(found(replaced)).toEqual([]);
});

test('who stops a ticket before anything was sent need not be told more', () => {
  const story = new Story()
    .order({ ref: 'R1', kind: 'transfer', person: 'E1' })
    .change('c1', 'R1', 'E1', 'move', 'transfer')
    .moves('c1', 'cancelled')
    .ticket('R1', 'cancelled');
  expect(found(story)).toEqual([]);
});
