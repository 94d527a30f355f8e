import { HOUR, MINUTE, Story, transferDone } from './history-of.js';
import { noApprovalNoSubmission } from './i04-no-approval-no-submission.js';

const found = (story: Story) => noApprovalNoSubmission(story.end()).map(({ what }) => what);
const asked = (by = 'grace') =>
  new Story().order({ ref: 'R1', kind: 'transfer', person: 'E1', title: 'New role', by });
const LATE = (2 * HOUR) / MINUTE;
const VIOLATION = ['E1 sent at 11-25T08:00:00 without approval'];
const sent = (story: Story) => story.at(LATE).uploaded('u1', 202, { externalId: 'E1' });

test('what is sent on an approval is no violation', () => {
  expect(found(transferDone())).toEqual([]);
  expect(found(sent(asked().approval('R1', 'approved')))).toEqual([]);
});

test('what nobody approved is not sent', () => {
  expect(found(sent(asked()))).toEqual(VIOLATION);
});

test('an approval taken back long ago counts for nothing, one just taken back cannot be known', () => {
  const given = () => asked().approval('R1', 'approved');
  expect(found(sent(given().at(1).approval('R1', 'requested')))).toEqual(VIOLATION);
  expect(found(sent(given().at(1).cancel('R1')))).toEqual(VIOLATION);
  expect(
    found(
      sent(
        given()
          .at(LATE - 10)
          .approval('R1', 'requested'),
      ),
    ),
  ).toEqual([]);
});

test('an approval by the requester, by the subject or by nobody is none', () => {
  expect(found(sent(asked('ana').approval('R1', 'approved', 'ana')))).toEqual(VIOLATION);
  expect(found(sent(asked().approval('R1', 'approved', 'tom', 'sys-E1')))).toEqual(VIOLATION);
  expect(found(sent(asked().silentApproval('R1')))).toEqual(VIOLATION);
});

test('a leaver goes on with the last approval while nobody can be asked', () => {
  const story = new Story().order({ ref: 'R2', kind: 'termination', person: 'E2' });
  story.approval('R2', 'approved').at(1).approval('R2', 'requested');
  expect(found(story.at(LATE).uploaded('u1', 202, { externalId: 'E2', active: false }))).toEqual(
    [],
  );
});

test('what once took effect stays part of the record', () => {
  const story = transferDone().cancel('R1');
  expect(found(story.at(LATE).uploaded('u2', 202, { externalId: 'E1' }))).toEqual([]);
});

test.each(['cancelled', 'rejected'])('nothing of a %s ticket is sent', (state) => {
  const story = transferDone().ticket('R1', state);
  const again = story.change('c3', 'R1', 'E1', 'move', 'transfer').moves('c3', 'sent');
  expect(found(again)).toEqual(['change c3 was sent after its ticket was withdrawn']);
  expect(
    found(transferDone().ticket('R1', state).ticket('R1', 'approved').moves('c1', 'sent')),
  ).toEqual([]);
});
