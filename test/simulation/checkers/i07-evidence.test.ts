import { leaverDone, MINUTE, START, Story, transferDone } from './history-of.js';
import { evidence, successNotes } from './i07-evidence.js';

const found = (story: Story) => evidence(story.end()).map(({ what }) => what);
const NONE = ['change.applied of E1 at 11-25T06:11:00 without evidence'];
const NOT_OUT = ['change.applied of E2 at 11-25T06:11:00 without evidence'];

/** A change from sent to applied, with what Entra did and showed meanwhile. */
const proven = (person: string, kind: 'transfer' | 'termination', tell: (story: Story) => void) => {
  const story = new Story()
    .order({ ref: 'R1', kind, person })
    .change('c1', 'R1', person, 'x', kind);
  tell(story.at(1).moves('c1', 'sent').at(2));
  return found(story.at(11).moves('c1', 'applied'));
};

test('a row that could be read is evidence', () => {
  expect(found(leaverDone(transferDone()))).toEqual([]);
});

test('without a row, or before it could be read, there is none', () => {
  const processed = (story: Story) => story.processed('E1', 'update', true);
  expect(proven('E1', 'transfer', processed)).toEqual(NONE);
  const late = { visibleAt: START + 30 * MINUTE };
  expect(proven('E1', 'transfer', (story) => processed(story).row('E1', late))).toEqual(NONE);
  expect(proven('E1', 'transfer', (story) => processed(story).row('E1'))).toEqual([]);
});

test('a row of somebody else, or of before, is none', () => {
  expect(
    proven('E1', 'transfer', (story) => story.processed('E9', 'update', true).row('E9')),
  ).toEqual(NONE);
  const before = (story: Story) => story.at(-9).processed('E1', 'update', true).row('E1');
  expect(proven('E1', 'transfer', before)).toEqual(NONE);
});

test('what failed in Entra, or was held back there, is not applied', () => {
  expect(
    proven('E1', 'transfer', (story) => story.processed('E1', 'fail', true).row('E1')),
  ).toEqual(NONE);
  const held = { externalId: 'E1', effect: 'skip', held: true, accountEnabled: true };
  const heldBack = (story: Story) => story.event('entra', 'processed', held).row('E1');
  expect(proven('E1', 'transfer', heldBack)).toEqual(NONE);
});

test('a leaver is out by a row that disabled, or by a read that finds the account disabled', () => {
  const out = (story: Story) => story.processed('E2', 'disable', false);
  expect(
    proven('E2', 'termination', (story) => out(story).row('E2', { action: 'disable' })),
  ).toEqual([]);
  const modified = [{ name: 'accountEnabled', before: 'True', after: 'False' }];
  expect(proven('E2', 'termination', (story) => out(story).row('E2', { modified }))).toEqual([]);
  expect(proven('E2', 'termination', (story) => story.userRead('E2', false))).toEqual([]);
});

test('a leaver is not out by any row, nor by a read that finds the account enabled', () => {
  const out = (story: Story) => story.processed('E2', 'disable', false);
  expect(proven('E2', 'termination', (story) => out(story).row('E2'))).toEqual(NOT_OUT);
  expect(proven('E2', 'termination', (story) => story.userRead('E2', true))).toEqual(NOT_OUT);
  expect(proven('E2', 'termination', (story) => story.userRead('E9', false))).toEqual(NOT_OUT);
  const enabled = (story: Story) =>
    story.processed('E2', 'update', true).row('E2', { action: 'disable' });
  expect(proven('E2', 'termination', enabled)).toEqual(NOT_OUT);
});

test('a leaver who was created disabled is out by any row', () => {
  const out = (story: Story) => story.processed('E2', 'update', false).row('E2');
  const hired = (enabled: boolean, row: Record<string, unknown>) => (story: Story) =>
    out(story.at(-9).processed('E2', 'create', enabled).row('E2', row).at(2));
  const late = { visibleAt: START + 30 * MINUTE };
  expect(proven('E2', 'termination', hired(false, {}))).toEqual([]);
  expect(proven('E2', 'termination', hired(false, late))).toEqual(NOT_OUT);
  expect(proven('E2', 'termination', hired(true, {}))).toEqual(NOT_OUT);
});

test('a note claims success only after a change was applied', () => {
  const claims = (story: Story) => successNotes(story.end()).map(({ what }) => what);
  expect(claims(transferDone())).toEqual([]);
  const early = new Story().order({ ref: 'R1', kind: 'transfer', person: 'E1' });
  const text = 'Microsoft Entra confirmed: the account has a new title.';
  expect(claims(early.note('R1', 1, text))).toEqual([
    'note on R1 at 11-25T06:00:00 claims too much',
  ]);
  expect(claims(early.note('R1', 1, 'It was sent to Microsoft Entra.'))).toHaveLength(1);
});
