import fc from 'fast-check';
import { planForgetting, type OldPerson, type OldTicket } from '../../src/retention/plan.js';
import { fold, type FoldChange } from '../../src/schedule/fold.js';
import type { Attributes } from '../../src/domain/record.js';

const CUT_OFF = 1_000;
const NOW = 2_000;

let made = 0;
function change(over: Partial<FoldChange> = {}): FoldChange {
  const id = `c${String(++made).padStart(3, '0')}`;
  return {
    ...{ id, kind: 'transfer', state: 'applied', effectiveAt: 10, approvedAt: 10 },
    ...{ settledAt: 20, patch: { title: 'Lead' } },
    ...over,
  };
}

const ticket = (over: Partial<OldTicket> = {}): OldTicket => ({
  ...{ id: 't1', shown: true, attention: false, lastAt: CUT_OFF - 1, people: ['p1'] },
  ...over,
});

const person = (changes: FoldChange[], over: Partial<OldPerson> = {}): OldPerson => ({
  ...{ externalId: 'E1', baseline: { externalId: 'E1', active: true }, baselineAt: 0 },
  ...{ busy: false, changes },
  ...over,
});

const plan = (one: OldTicket, who: OldPerson) =>
  planForgetting([one], new Map([['p1', who]]), CUT_OFF);

test('a ticket whose work ended before the cut-off goes, and its effect stays in the baseline', () => {
  expect(plan(ticket(), person([change()]))).toEqual({
    tickets: ['t1'],
    baselines: new Map([
      ['p1', { record: { externalId: 'E1', active: true, title: 'Lead' }, at: CUT_OFF }],
    ]),
  });
});

test.each([
  ['was read, shown or settled since', ticket({ lastAt: CUT_OFF }), {}],
  ['does not show its final note', ticket({ shown: false }), {}],
  ['is before a human', ticket({ attention: true }), {}],
  ['is about somebody of whom something is under way', ticket(), { busy: true }],
])('a ticket stays that %s', (_why, one, over) => {
  expect(plan(one, person([change()], over)).tickets).toEqual([]);
});

test('nothing of a person goes while another request for the person waits', () => {
  const waiting = change({ state: 'waiting', settledAt: null, effectiveAt: 9_000 });
  expect(plan(ticket(), person([change(), waiting]))).toEqual({
    tickets: [],
    baselines: new Map(),
  });
});

test('a baseline that was read after the changes settled is left as it is', () => {
  const planned = plan(ticket(), person([change()], { baselineAt: 500 }));
  expect([planned.tickets, planned.baselines.size]).toEqual([['t1'], 0]);
});

test('what failed or was withdrawn leaves nothing in the baseline', () => {
  const failed = change({ state: 'failed' });
  expect(plan(ticket(), person([failed], { baseline: null })).baselines.size).toBe(0);
});

test('a ticket stays while a change settled since would be overtaken by its effect', () => {
  const late = change({
    effectiveAt: 5,
    approvedAt: 5,
    settledAt: CUT_OFF + 1,
    patch: { title: 'Boss' },
  });
  expect(plan(ticket(), person([change(), late])).tickets).toEqual([]);
});

const PATHS = ['title', 'active', 'enterprise.department'] as const;
const patch = fc
  .dictionary(fc.constantFrom(...PATHS), fc.constantFrom('a', 'b', 'c'), { minKeys: 1 })
  .map((values): Attributes => ({
    ...values,
    ...('active' in values ? { active: values['active'] === 'a' } : {}),
  }));
const settled = fc
  .record({
    kind: fc.constantFrom('hire', 'transfer', 'termination'),
    state: fc.constantFrom('applied', 'unchanged', 'failed', 'superseded', 'cancelled'),
    approvedAt: fc.integer({ min: CUT_OFF - 200, max: CUT_OFF + 100 }),
    leadMs: fc.integer({ min: 0, max: 100 }),
    tookMs: fc.integer({ min: 0, max: 300 }),
    patch,
  } as const)
  .map(({ leadMs, tookMs, ...rest }) => {
    const effectiveAt = rest.approvedAt + leadMs;
    return change({ ...rest, effectiveAt, settledAt: effectiveAt + tookMs });
  });

test('a person’s next full record is the same whether or not old tickets were forgotten', () => {
  fc.assert(
    fc.property(
      fc.array(settled, { maxLength: 6 }),
      patch,
      fc.constantFrom(null, { externalId: 'E1', active: true, title: 'z' }),
      (changes, next, baseline) => {
        const who = person(changes, { baseline });
        const { tickets, baselines } = plan(ticket(), who);
        const later = change({
          approvedAt: NOW,
          effectiveAt: NOW,
          state: 'waiting',
          settledAt: null,
          patch: next,
        });
        const moved = baselines.get('p1');
        const left =
          tickets.length > 0 ? changes.filter((c) => (c.settledAt as number) >= CUT_OFF) : changes;
        const before = fold('E1', baseline, 0, [...changes, later], NOW).record;
        const after = fold(
          'E1',
          moved?.record ?? baseline,
          moved?.at ?? 0,
          [...left, later],
          NOW,
        ).record;
        expect(after).toEqual(before);
      },
    ),
    { numRuns: 1000 },
  );
});
