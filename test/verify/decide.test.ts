import { decideVerification, type VerifyContext } from '../../src/verify/decide.js';
import { NOON, snapshot, ticketRow } from '../support/tickets.js';

function decide(
  row: Parameters<typeof ticketRow>[0],
  ticket: Parameters<typeof snapshot>[0] | null,
  over: Partial<VerifyContext> = {},
) {
  const context: VerifyContext = {
    now: NOON,
    kindOf: () => 'termination',
    requireApproverRows: true,
    knownSince: NOON - 400 * 86_400_000,
    mappedAs: null,
    ...over,
  };
  return decideVerification(ticketRow(row), ticket ? snapshot(ticket) : undefined, context);
}

const mapped = { state: 'mapped', digest: 'd1', approved_at: NOON - 60_000, snapshot: '{}' };
const mappedAs = { digest: 'd1', approvedAt: NOON - 60_000 };

test('an approved, open ticket is approved as of the moment its system says', () => {
  expect(decide({}, {})).toEqual({
    is: 'approved',
    kind: 'termination',
    approvedAt: NOON - 60_000,
  });
});

test('a mapped ticket whose answers did not change is only confirmed', () => {
  expect(decide(mapped, { revision: 9 }, { mappedAs })).toMatchObject({
    is: 'confirmed',
    state: 'mapped',
  });
});

test('a held ticket that is found again goes back to its mapping', () => {
  expect(decide({ ...mapped, state: 'held' }, {}, { mappedAs })).toMatchObject({
    is: 'confirmed',
    state: 'mapped',
  });
});

test('changed answers and a new approval are mapped anew', () => {
  expect(decide(mapped, { digest: 'd2' }, { mappedAs }).is).toBe('approved');
  expect(decide(mapped, { approvedAt: NOON }, { mappedAs }).is).toBe('approved');
});

test('a mapping under way is not started twice', () => {
  const row = { ...mapped, state: 'approved', map_due_at: NOON + 1000 };
  expect(decide(row, {})).toMatchObject({ is: 'confirmed', state: 'approved' });
});

test('what was cancelled and is approved again is mapped anew', () => {
  const row = { ...mapped, state: 'cancelled' };
  expect(decide(row, { approvedAt: null }, { mappedAs })).toMatchObject({
    is: 'approved',
    approvedAt: NOON,
  });
});

test('an older reading changes nothing', () => {
  expect(decide({ revision: 5 }, { revision: 4, status: 'cancelled' }).is).toBe('older');
});

test.each(['waiting', 'unknown'] as const)('an approval that is %s is waited for', (approval) => {
  expect(decide({}, { approval }).is).toBe('waiting');
});

test.each([
  [{ approval: 'rejected' }, 'rejected', 'approval-rejected'],
  [{ status: 'cancelled' }, 'cancelled', 'ticket-cancelled'],
  [{ status: 'closed', approval: 'waiting' }, 'cancelled', 'ticket-closed-unapproved'],
] as const)('%j stops the ticket', (ticket, state, code) => {
  expect(decide({}, ticket)).toMatchObject({ is: 'stopped', state, why: { code } });
});

test('an approval that was there and is gone was withdrawn', () => {
  expect(decide(mapped, { approval: 'waiting' })).toMatchObject({
    is: 'stopped',
    why: { code: 'approval-withdrawn' },
  });
});

test('a rejection that closed the ticket as cancelled is told as a rejection', () => {
  expect(decide({}, { approval: 'rejected', status: 'cancelled' })).toMatchObject({
    is: 'stopped',
    state: 'rejected',
  });
});

test('a ticket closed after its mapping goes on; one closed before it is held', () => {
  expect(decide(mapped, { status: 'closed' }, { mappedAs }).is).toBe('confirmed');
  expect(decide({}, { status: 'closed' })).toMatchObject({
    is: 'held',
    why: { code: 'ticket-closed-before-start' },
  });
});

test('a ticket never seen is looked for three times before somebody is told', () => {
  expect(decide({ verify_tries: 0 }, null)).toEqual({ is: 'missing', hold: false });
  expect(decide({ verify_tries: 2 }, null)).toEqual({ is: 'missing', hold: true });
});

test('a ticket that disappears is held at once', () => {
  expect(decide(mapped, null)).toEqual({ is: 'missing', hold: true });
});

function approver(over: object) {
  const at = NOON;
  return { id: 'x', name: 'X', employeeNumber: '', decision: 'approved' as const, at, ...over };
}

test.each([
  ['subject by id', { id: 'nina' }],
  ['subject by employee number', { employeeNumber: '42' }],
  ['subject by name where there is no id', { id: '', name: 'nina park' }],
  ['requester', { id: 'desk' }],
])('an approval only by the %s does not count', (_, one) => {
  expect(decide({}, { approvers: [approver(one)] })).toMatchObject({
    is: 'held',
    why: { code: 'self-approved' },
  });
});

test('an independent approval beside it counts', () => {
  const approvers = [approver({ id: 'desk' }), approver({ id: 'boss' })];
  expect(decide({}, { approvers }).is).toBe('approved');
});

test('an approval nobody is named for is held, unless the connection allows it', () => {
  const waiting = [approver({ decision: 'waiting' })];
  expect(decide({}, { approvers: waiting })).toMatchObject({
    why: { code: 'no-approver-named' },
  });
  expect(decide({}, { approvers: [] }, { requireApproverRows: false }).is).toBe('approved');
});

test('an approval older than what the ledger still knows is held, unless it was known before', () => {
  const knownSince = NOON - 1_000;
  expect(decide({}, {}, { knownSince })).toMatchObject({
    is: 'held',
    why: { code: 'approved-long-ago' },
  });
  expect(decide({ ...mapped, state: 'held' }, {}, { knownSince, mappedAs })).toMatchObject({
    is: 'confirmed',
  });
});
