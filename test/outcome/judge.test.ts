import { judge, type Known } from '../../src/outcome/judge.js';
import type { LogRow } from '../../src/ports/entra.js';

const row = (change: Partial<LogRow>): LogRow => ({
  id: 'r1',
  at: 10,
  jobId: 'job',
  externalId: 'E1',
  action: 'update',
  status: 'success',
  cycleId: '',
  changeId: '',
  errorCode: '',
  errorReason: '',
  modified: [],
  ...change,
});
const record = { externalId: 'E1', active: true };
const nothing: Known = { enabled: null, wasDisabled: false, readable: false, exists: true };
const other = (rows: LogRow[], known: Partial<Known> = {}, active = true) => {
  const sent = { record: { ...record, active }, startedAt: 0, leaver: false };
  return judge(sent, rows, { ...nothing, ...known }).is;
};
const leaver = (rows: LogRow[], known: Partial<Known> = {}) =>
  judge({ record: { ...record, active: false }, startedAt: 0, leaver: true }, rows, {
    ...nothing,
    ...known,
  }).is;

test('without a row nothing is claimed', () => {
  expect(other([])).toBe('open');
  expect(leaver([])).toBe('open');
});

test('the newest row decides', () => {
  expect(other([row({ at: 10 }), row({ at: 20, status: 'failure' })])).toBe('failed');
  expect(other([row({ at: 20 }), row({ at: 10, status: 'failure' })])).toBe('applied');
});

test('nothing to change is told apart from a change', () => {
  expect(other([row({ status: 'skipped' })])).toBe('unchanged');
  expect(other([row({ at: 1 }), row({ at: 2, status: 'skipped' })])).toBe('applied');
});

test('who is skipped and not known to exist may be out of scope, and has no account', () => {
  const skipped = row({ at: 2, status: 'skipped' });
  expect(other([skipped], { exists: false })).toBe('open');
  expect(other([row({ at: 1, action: 'create' }), skipped], { exists: false })).toBe('applied');
});

test('where the directory may be read, who is skipped must be there as asked', () => {
  const skipped = [row({ status: 'skipped' })];
  expect(other(skipped, { readable: true })).toBe('open');
  expect(other(skipped, { readable: true, enabled: false })).toBe('open');
  expect(other(skipped, { readable: true, enabled: true, exists: false })).toBe('unchanged');
});

test('a row that disabled answers no record that enables', () => {
  const disabled = row({ at: 1, action: 'disable' });
  expect(other([disabled])).toBe('open');
  expect(other([disabled, row({ at: 2, status: 'skipped' })], { exists: false })).toBe('open');
  expect(other([disabled, row({ at: 2 })])).toBe('applied');
});

test('nor does it answer a record of who was disabled before, only one that disables', () => {
  const disabled = row({ modified: [{ name: 'accountEnabled', to: 'False' }] });
  expect(other([disabled], { wasDisabled: true }, false)).toBe('open');
  expect(other([row({})], { wasDisabled: true }, false)).toBe('applied');
  expect(other([disabled], {}, false)).toBe('applied');
});

test('an unknown status proves nothing', () => {
  expect(other([row({ status: 'unknownfuturevalue' })])).toBe('open');
});

test('a leaver is not confirmed by an update that disabled nothing', () => {
  expect(leaver([row({})])).toBe('open');
  expect(leaver([row({ modified: [{ name: 'jobTitle', to: '' }] })])).toBe('open');
});

test('a leaver is confirmed by a row that disabled the account, in either wording', () => {
  expect(leaver([row({ action: 'disable' })])).toBe('applied');
  expect(leaver([row({ modified: [{ name: 'accountEnabled', to: 'False' }] })])).toBe('applied');
  expect(leaver([row({ modified: [{ name: 'accountDisabled', to: 'True' }] })])).toBe('applied');
});

test('where the directory may be read, a leaver is confirmed by it and nothing less', () => {
  expect(leaver([row({ action: 'disable' })], { readable: true })).toBe('open');
  expect(leaver([row({ action: 'disable' })], { readable: true, enabled: true })).toBe('open');
  expect(leaver([], { readable: true, enabled: false })).toBe('applied');
});

test('a skipped leaver counts only when the account was known to be disabled', () => {
  expect(leaver([row({ status: 'skipped' })])).toBe('open');
  expect(leaver([row({ status: 'skipped' })], { wasDisabled: true })).toBe('unchanged');
});

test('a leaver held back by the deletion guard is failed, not done', () => {
  expect(leaver([row({ action: 'stageddelete' })])).toBe('failed');
});
