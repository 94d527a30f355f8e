import { DONE, leaverDone, Story, transferDone } from './history-of.js';
import { rightPerson } from './i03-right-person.js';

const found = (story: Story, also = {}) =>
  rightPerson(story.end({ directory: DONE, ...also })).map(({ what }) => what);
const user = (externalId: string) => DONE.find((one) => one.externalId === externalId)!;

test('the right people in their right state are no violation', () => {
  expect(found(leaverDone(transferDone()))).toEqual([]);
});

test('nobody is sent whom no ticket names', () => {
  const story = transferDone().uploaded('u9', 202, { externalId: 'E9' });
  expect(found(story)).toEqual(['E9 was sent and no ticket names them']);
});

test('nobody is created twice', () => {
  const story = transferDone().processed('E1', 'create', false).processed('E1', 'create', false);
  expect(found(story)).toEqual(['E1 was created twice']);
});

test('no two people share a user name', () => {
  const twin = { ...user('E2'), userName: 'E1@X.example', externalId: 'E3' };
  expect(found(transferDone(), { directory: [...DONE, twin] })).toEqual([
    'E1 and E3 share a user name',
  ]);
});

test('no two people are sent with one user name, even where Entra refuses it', () => {
  const story = leaverDone(transferDone())
    .uploaded('u8', 202, { externalId: 'E1', userName: 'nova@x.example' })
    .uploaded('u9', 202, { externalId: 'E2', userName: 'Nova@x.example' });
  expect(found(story)).toEqual(['E1 and E2 were sent as nova@x.example']);
});

test('nobody is sent with the title of somebody else', () => {
  const story = transferDone().uploaded('u9', 202, { externalId: 'E1', title: 'King' });
  expect(found(story)).toEqual(['E1 was sent as "King"']);
});

test('a title that was edited on the own ticket is the own title', () => {
  const story = transferDone().edit('R1', 'new_job_title', 'Newer role');
  expect(found(story.uploaded('u9', 202, { externalId: 'E1', title: 'Newer role' }))).toEqual([]);
});

test('an account that was there before keeps its name', () => {
  const directory = [{ ...user('E1'), userName: 'new@x.example' }, user('E2')];
  expect(found(transferDone(), { directory })).toEqual(['E1 was renamed']);
});

test('in the end an account is as the last change that took effect says', () => {
  const directory = [user('E1'), { ...user('E2'), enabled: true }];
  expect(found(leaverDone(), { directory })).toEqual(['E2 ends enabled after disable']);
});

test('in the end an account has the title of the last change that took effect', () => {
  const directory = [{ ...user('E1'), title: 'Old role' }, user('E2')];
  expect(found(transferDone(), { directory })).toEqual(['E1 ends as "Old role", not "New role"']);
});

test('an outcome needs an account', () => {
  expect(found(transferDone(), { directory: [] })).toEqual(['E1 has an outcome and no account']);
});
