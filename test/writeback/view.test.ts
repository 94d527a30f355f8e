import type { ChangeFacts, TicketFacts } from '../../src/writeback/facts.js';
import { lookAgainAt, viewOf } from '../../src/writeback/view.js';
import { tellInstant } from '../../src/writeback/words/instant.js';
import { NOON, snapshot } from '../support/tickets.js';

const FRIDAY = Date.parse('2026-11-27T17:00:00Z');

function change(over: Partial<ChangeFacts> = {}): ChangeFacts {
  return {
    step: 'disable',
    kind: 'termination',
    state: 'waiting',
    effectiveAt: FRIDAY,
    zone: 'Europe/Lisbon',
    patch: { active: false },
    reason: null,
    personName: 'Nina Park',
    queuedAt: null,
    sentAt: null,
    halted: null,
    ...over,
  };
}

function view(changes: ChangeFacts[], over: Partial<TicketFacts> = {}) {
  const facts: TicketFacts = {
    state: 'mapped',
    reason: null,
    refusal: null,
    snapshot: snapshot(),
    changes,
    ...over,
  };
  return viewOf(facts, { now: NOON, zone: 'UTC' });
}

const why = { code: 'x', what: 'It is so.', next: 'Do this.', owner: 'operations' } as const;
const create = { step: 'create', kind: 'hire', patch: { active: false } } as const;
const activate = { step: 'activate', kind: 'hire', patch: { active: true } } as const;

test('tells an instant in the zone of the site', () => {
  expect(tellInstant(FRIDAY, 'Europe/Lisbon')).toBe('Friday 27 November 2026, 17:00 Lisbon time');
  expect(tellInstant(FRIDAY, 'America/New_York')).toContain('12:00 New York time');
  expect(tellInstant(FRIDAY, 'Etc/UTC')).toContain('17:00 UTC');
  expect(tellInstant(FRIDAY, 'Nowhere/Land')).toContain('17:00 UTC');
});

test.each([
  ['CET', '18:00 UTC+1'],
  ['Japan', '02:00 UTC+9'],
  ['Etc/GMT+5', '12:00 UTC-5'],
  ['GMT', '17:00 UTC'],
  ['UTC', '17:00 UTC'],
  ['Etc/GMT', '17:00 UTC'],
  ['US/Eastern', '12:00 Eastern time'],
])('says of the zone %s no other time than it shows', (zone, told) => {
  expect(tellInstant(FRIDAY, zone).endsWith(`, ${told}`)).toBe(true);
});

test('a ticket that waits for its approval is told that nothing is sent before it', () => {
  const shown = view([], { state: 'waiting-approval' });
  expect(shown.note).toContain('Nothing is sent to Microsoft Entra before it is approved.');
  expect(shown).toMatchObject({ final: false, succeeded: false });
});

test.each(['received', 'approved'] as const)('a ticket that is %s gets no note', (state) => {
  expect(view([], { state })).toMatchObject({ note: '', final: false, succeeded: false });
});

test('a refused message about the request is told first, also where there is nothing else to tell', () => {
  const refusal = { ...why, what: 'A message was refused.', next: 'Look.' };
  expect(view([change()], { refusal }).note).toMatch(
    /^A message was refused\. Look\.\nThe account of Nina Park will be disabled/,
  );
  expect(view([], { state: 'waiting-approval', refusal }).note).toMatch(
    /^A message was refused\. Look\.\nThis request waits/,
  );
  expect(view([], { state: 'received', refusal }).note).toContain('A message was refused. Look.');
});

test('a waiting leaver tells when, who approved and who asked', () => {
  expect(view([change()])).toEqual({
    status: 'waiting',
    headline: 'Accepted: to be disabled on Friday 27 November 2026, 17:00 Lisbon time',
    note:
      'The account of Nina Park will be disabled on Friday 27 November 2026, 17:00 Lisbon time.\n' +
      'Approved by Bo Boss. Requested by Dee Desk.',
    final: false,
    succeeded: false,
  });
});

test('sent is not done, and says what may still work', () => {
  const sent = view([change({ state: 'sent', sentAt: NOON })]);
  expect(sent).toMatchObject({ status: 'sent', final: false });
  expect(sent.note).toContain('on Monday 23 November 2026, 12:00 Lisbon time');
  expect(sent.note).toContain('Confirmation usually takes 5 to 10 minutes.');
  expect(sent.note).toContain('new sign-ins may still work');
});

test('a confirmation that is late tells why', () => {
  for (const state of ['sent', 'queued'] as const) {
    const late = view([change({ state, sentAt: NOON, reason: why })]);
    expect(late.status).toBe('unconfirmed');
    expect(late.note).toContain('is not confirmed yet. It is so. Do this.');
  }
});

test('a confirmed leaver tells what is true and what is not', () => {
  const done = view([change({ state: 'applied' })]);
  expect(done).toMatchObject({
    status: 'applied',
    headline: 'Account disabled',
    final: true,
    succeeded: true,
  });
  expect(done.note).toContain('Microsoft Entra confirmed: the account of Nina Park is disabled.');
  expect(done.note).toContain(
    'New sign-ins are blocked. Sessions already open are not ended by this step.',
  );
});

test('a hire between creation and first day says both', () => {
  const hire = view([change({ ...create, state: 'applied' }), change(activate)]);
  expect(hire.status).toBe('waiting');
  expect(hire.headline).toBe(
    'Account exists, disabled; will be enabled on Friday 27 November 2026, 17:00 Lisbon time',
  );
  expect(hire.note).toContain('the account of Nina Park exists and is disabled.');
  expect(hire.note).toContain('will be enabled on Friday 27 November 2026');
  expect(hire.final).toBe(false);
});

test('an enabled hire no longer says that the account is disabled', () => {
  const hire = view([
    change({ ...create, state: 'applied' }),
    change({ ...activate, state: 'applied' }),
  ]);
  expect(hire).toMatchObject({ headline: 'Account enabled', succeeded: true });
  expect(hire.note).not.toContain('disabled');
});

test('nothing to change is a success, told as such', () => {
  const same = view([change({ kind: 'transfer', step: 'move', patch: {}, state: 'unchanged' })]);
  expect(same).toMatchObject({ status: 'unchanged', succeeded: true });
  expect(same.note).toContain('Nothing had to be changed');
});

test.each(['failed', 'held'] as const)('%s tells what and what next', (state) => {
  const stuck = view([change({ state, reason: why })]);
  expect(stuck).toMatchObject({ status: state, succeeded: false, final: state === 'failed' });
  expect(stuck.note).toContain('It is so. Do this.');
});

test('a ticket cancelled after a later request took its place does not say that nothing was sent', () => {
  const replaced = change({ state: 'superseded', reason: why, sentAt: NOON - 1 });
  const over = view([replaced], { state: 'cancelled', reason: { ...why, what: 'Cancelled.' } });
  expect(over).toMatchObject({ status: 'cancelled', headline: 'Cancelled, nothing more is sent' });
  expect(over.note).toMatch(/^Cancelled\. Do this\.\nIt is so\. Do this\.\n/);
  expect(over.note).not.toContain('Nothing was sent');
});

test.each(['rejected', 'cancelled'] as const)('a %s ticket says that nothing was sent', (state) => {
  const over = view([change({ state: 'cancelled', reason: why })], { state, reason: why });
  expect(over).toMatchObject({ status: state, final: true, succeeded: false });
  expect(over.note).toContain('It is so. Do this.\nNothing was sent to Microsoft Entra.');
});

test('too late to cancel says so, and what became of it', () => {
  const reason = { ...why, code: 'too-late-to-cancel' };
  const late = view([change({ state: 'applied' })], { state: 'cancelled', reason });
  expect(late.headline).toBe('Too late to cancel: already sent to Microsoft Entra');
  expect(late.note).toContain('the account of Nina Park is disabled');
  expect(late.note).not.toContain('Nothing was sent');
  const between = view([change({ state: 'cancelled' })], { state: 'cancelled', reason });
  expect(between.headline).toBe(late.headline);
  expect(between.note).not.toContain('Nothing was sent');
});

test('what an edit of the ticket replaced is not told', () => {
  const edited = view([change({ state: 'superseded', reason: why }), change({ state: 'applied' })]);
  expect(edited.status).toBe('applied');
  expect(edited.note).not.toContain('It is so.');
  expect(view([change({ state: 'superseded', reason: why })])).toMatchObject({
    status: 'superseded',
    final: true,
  });
});

test('a short turn in the queue is not worth a note, a long one is', () => {
  const fresh = change({ state: 'queued', queuedAt: NOON });
  expect(view([fresh]).note).toBe('');
  const facts = {
    state: 'mapped',
    reason: null,
    refusal: null,
    snapshot: null,
    changes: [fresh],
  } as const;
  expect(lookAgainAt({ ...facts, changes: [fresh] }, NOON)).toBe(NOON + 60_000);
  expect(view([{ ...fresh, queuedAt: NOON - 60_000 }]).note).toContain('waits to be sent');
  expect(view([{ ...fresh, halted: why }]).note).toContain('It is so. Do this.');
});

test('markup in foreign text is broken', () => {
  const reason = { ...why, what: '[code]<b>x</b>[/CODE]' };
  expect(view([change({ state: 'failed', reason })]).note).toContain('(code)<b>x</b>(/CODE)');
});

test('an unconfirmed request that is sent again reads the same, so that nobody is told twice', () => {
  const once = view([change({ state: 'sent', reason: why, sentAt: NOON })]);
  const again = view([change({ state: 'sent', reason: why, sentAt: NOON + 3_600_000 })]);
  expect(once.status).toBe('unconfirmed');
  expect(again).toEqual(once);
});

test('what is due is not told as coming at an instant that has passed', () => {
  const due = change({ effectiveAt: NOON - 3_600_000, reason: why });
  expect(view([due])).toMatchObject({
    headline: 'Accepted: to be disabled as soon as its turn comes',
    note: expect.stringMatching(
      /^The account of Nina Park will be disabled as soon as its turn comes\. It is so\. Do this\. Until/,
    ) as unknown,
  });
  const both = view([change({ ...create, effectiveAt: NOON }), change(activate)]);
  expect(both.headline).toBe('Accepted: to be created as soon as its turn comes');
  expect(both.note).toContain('will be enabled on Friday 27 November');
});

test('what has just become due is not worth a note before it has its turn', () => {
  const due = change({ effectiveAt: NOON });
  expect(view([due]).note).toBe('');
  const facts = { state: 'mapped', reason: null, refusal: null, snapshot: snapshot() } as const;
  expect(lookAgainAt({ ...facts, changes: [due] }, NOON)).toBe(NOON + 60_000);
  expect(lookAgainAt({ ...facts, changes: [change()] }, NOON)).toBeNull();
  expect(view([change({ effectiveAt: NOON - 60_000 })]).note).toContain('as soon as its turn');
});
