import { leaverDone, Story } from './history-of.js';
import { inTime } from './i03-in-time.js';

const found = (story: Story, also = {}) => inTime(story.end(also)).map(({ what }) => what);
const hire = () => new Story().order({ ref: 'R1', kind: 'hire', person: 'N1', day: '2026-11-26' });
const leaver = () =>
  new Story()
    .order({ ref: 'R2', kind: 'termination', person: 'E2', day: '2026-11-25' })
    .approval('R2', 'approved');
const FIRST_DAY = 18 * 60;
const LAST_DAY_ENDS = 11 * 60;

test('an immediate termination disables at once', () => {
  expect(found(leaverDone())).toEqual([]);
});

test('an account is made disabled ahead of the first day, and enabled on it', () => {
  const story = hire()
    .processed('N1', 'create', false)
    .at(FIRST_DAY)
    .processed('N1', 'enable', true);
  expect(found(story)).toEqual([]);
});

test.each(['enable', 'create'])('nobody is enabled before the first day by %s', (effect) => {
  expect(
    found(
      hire()
        .at(FIRST_DAY - 5)
        .processed('N1', effect, true),
    ),
  ).toEqual(['enabled before any first day: N1 at 11-25T23:55:00']);
});

test('the earlier day of an edited form still counts', () => {
  const story = hire().edit('R1', 'start_date', '2026-11-25').processed('N1', 'enable', true);
  expect(found(story)).toEqual([]);
});

test('a leaver is disabled when the last day ends', () => {
  expect(found(leaver().at(LAST_DAY_ENDS).processed('E2', 'disable', false))).toEqual([]);
});

test('nobody is disabled before the last day ends', () => {
  expect(
    found(
      leaver()
        .at(LAST_DAY_ENDS - 5)
        .processed('E2', 'disable', false),
    ),
  ).toEqual(['disabled before any last day: E2 at 11-25T16:55:00']);
});

test('nobody is disabled whose leaving was never approved', () => {
  const story = new Story().order({
    ref: 'R2',
    kind: 'termination',
    person: 'E2',
    immediate: true,
  });
  expect(found(story.processed('E2', 'disable', false))).toHaveLength(1);
});

test('whoever was disabled by a termination that was taken back may be enabled', () => {
  const story = leaver().at(LAST_DAY_ENDS).processed('E2', 'disable', false);
  expect(found(leaver().at(LAST_DAY_ENDS).processed('E2', 'enable', true))).toHaveLength(1);
  expect(
    found(
      story
        .cancel('R2')
        .at(LAST_DAY_ENDS + 5)
        .processed('E2', 'enable', true),
    ),
  ).toEqual([]);
});

test('a first day that was moved disables until then', () => {
  const story = hire().edit('R1', 'start_date', '2026-11-27').processed('N1', 'disable', false);
  expect(found(story)).toEqual([]);
});
