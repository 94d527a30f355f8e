import { approvalOf, levelOf } from '../../../connectors/servicenow/approval.js';

const at = (text: string) => Date.parse(text.replace(' ', 'T') + 'Z');
const T1 = '2026-11-23 09:00:00';
const T2 = '2026-11-23 10:00:00';

const item = (own: string, request: string, sets: [string, string] = ['', '']) => ({
  ...{ sys_id: 'item', request: 'req', approval: own, approval_set: sets[0] },
  ...{ 'request.approval': request, 'request.approval_set': sets[1] },
});
const row = (sysapproval: string, state: string, sys_updated_on = T1) => ({
  ...{ sysapproval, state, sys_updated_on, approver: `of-${sysapproval}` },
});

test.each([
  ['approved', 'approved'],
  ['requested', 'waiting'],
  ['not requested', 'waiting'],
  ['rejected', 'rejected'],
  ['cancelled', 'unknown'],
  ['duplicate', 'unknown'],
  ['not_required', 'unknown'],
  ['Approved', 'unknown'],
  ['approved ', 'unknown'],
  ['', 'unknown'],
])('the approval %j is %s', (stored, approval) => {
  expect(approvalOf(item(stored, ''), [], 'item').approval).toBe(approval);
});

test.each([
  ['item', 'approved', 'rejected', 'approved'],
  ['item', 'requested', 'approved', 'waiting'],
  ['request', 'approved', 'requested', 'waiting'],
  ['request', 'requested', 'approved', 'approved'],
  ['either', 'requested', 'approved', 'approved'],
  ['either', 'approved', 'requested', 'approved'],
  ['either', 'approved', 'rejected', 'rejected'],
  ['either', 'rejected', 'approved', 'rejected'],
] as const)('at level %s, item %s and request %s are %s', (level, own, request, approval) => {
  expect(approvalOf(item(own, request), [], level).approval).toBe(approval);
});

test('an unknown level counts as the strict one', () => {
  expect(levelOf('any')).toBe('item');
});

test('an approval that is hidden is not an approval', () => {
  expect(approvalOf({ sys_id: 'item' }, [row('', 'approved')], 'item')).toEqual({
    ...{ approval: 'unknown', approvedAt: null, approvers: [] },
  });
});

test('who approved the request approved its items, but not the other way round', () => {
  const rows = [row('item', 'approved'), row('req', 'approved'), row('other', 'approved')];
  const named = (level: 'item' | 'request') =>
    approvalOf(item('approved', 'approved'), rows, level).approvers.map(({ id }) => id);
  expect(named('item')).toEqual(['of-item', 'of-req']);
  expect(named('request')).toEqual(['of-req']);
});

test('the time is that of the approval, or else of the newest approver', () => {
  const rows = [row('item', 'approved', T1), row('item', 'approved', T2), row('item', 'rejected')];
  expect(approvalOf(item('approved', '', [T1, T2]), rows, 'item').approvedAt).toBe(at(T1));
  expect(approvalOf(item('approved', ''), rows, 'item').approvedAt).toBe(at(T2));
});

test('a second approval of an approved ticket does not look like a new one', () => {
  const before = approvalOf(item('approved', 'requested', [T1, '']), [], 'either');
  const after = approvalOf(item('approved', 'approved', [T1, T2]), [], 'either');
  expect([before.approvedAt, after.approvedAt]).toEqual([at(T1), at(T1)]);
});

test('an approval nobody has to give any more is cancelled, not open', () => {
  const states = ['cancelled', 'not_required', 'duplicate', 'requested'];
  const rows = states.map((state) => row('item', state));
  const { approvers } = approvalOf(item('requested', ''), rows, 'item');
  const over = 'cancelled';
  expect(approvers.map(({ decision }) => decision)).toEqual([over, over, over, 'waiting']);
});
