import type { Attributes } from '../../src/domain/record.js';
import type { Kind } from '../../src/domain/kind.js';
import { fold, type FoldChange } from '../../src/schedule/fold.js';

const NOW = 1_000;
let count = 0;
function change(
  kind: Kind,
  effectiveAt: number,
  approvedAt: number,
  patch: Attributes,
  state: FoldChange['state'] = 'waiting',
): FoldChange {
  return { id: `c${++count}`, kind, state, effectiveAt, approvedAt, settledAt: null, patch };
}
const known = { externalId: 'E1', active: true, title: 'Clerk' };
const run = (changes: FoldChange[], baseline: Attributes | null = known) =>
  fold('E1', baseline, 0, changes, NOW);

test('a mover keeps what the ticket does not name', () => {
  expect(run([change('transfer', 10, 5, { title: 'Lead' })]).record).toEqual({
    ...known,
    title: 'Lead',
  });
});

test('a change whose instant has not come takes no part', () => {
  const folded = run([change('termination', NOW + 1, 5, { active: false })]);
  expect(folded.record).toEqual(known);
  expect(folded.queue).toEqual([]);
});

test('create and day one, both due, make one enabled record', () => {
  const folded = run(
    [change('hire', 20, 5, { active: true }), change('hire', 10, 5, { active: false })],
    null,
  );
  expect(folded.record).toEqual({ externalId: 'E1', active: true });
});

test('a termination that was not sent stands alone before a later re-hire', () => {
  const leave = change('termination', 10, 5, { active: false });
  const back = change('hire', 20, 15, { active: true });
  const folded = run([back, leave]);
  expect(folded.record['active']).toBe(false);
  expect(folded).toMatchObject({ queue: [leave.id], behind: [back.id] });
});

test('also while the termination is on its way, the re-hire waits behind it', () => {
  const back = change('hire', 20, 15, { active: true });
  const folded = run([change('termination', 10, 5, { active: false }, 'sent'), back]);
  expect(folded.record['active']).toBe(false);
  expect(folded).toMatchObject({ queue: [], behind: [back.id] });
});

test('once the termination is proven the re-hire is folded over it', () => {
  const left = { ...change('termination', 10, 5, { active: false }, 'applied'), settledAt: 12 };
  const back = change('hire', 20, 15, { active: true });
  const folded = run([left, back]);
  expect(folded.record['active']).toBe(true);
  expect(folded.queue).toEqual([back.id]);
});

test.each([0, 30])('an old hire never enables the leaver, baseline taken at %i', (baselineAt) => {
  const dayOne = change('hire', 50, 1, { active: true });
  const left = { ...change('termination', 10, 5, { active: false }, 'applied'), settledAt: 20 };
  const folded = fold('E1', { ...known, active: false }, baselineAt, [dayOne, left], NOW);
  expect(folded.hold).toEqual([dayOne.id]);
  expect(folded.record['active']).toBe(false);
});

test('of several terminations the one approved last counts, whichever takes effect last', () => {
  const left = { ...change('termination', 20, 20, { active: false }, 'applied'), settledAt: 22 };
  const first = { ...change('termination', 30, 5, { active: false }, 'applied'), settledAt: 32 };
  const old = change('hire', 40, 10, { active: true });
  expect(run([left, first, old])).toMatchObject({ hold: [old.id], record: { active: false } });
  const back = change('hire', 40, 25, { active: true });
  expect(run([left, first, back])).toMatchObject({ hold: [], record: { active: true } });
});

test('a termination entered late stands after the hire that was approved before it', () => {
  const hire = { ...change('hire', 50, 40, { active: true }, 'applied'), settledAt: 60 };
  expect(run([change('termination', 10, 70, { active: false }), hire]).record['active']).toBe(
    false,
  );
});

test('a transfer approved before the termination is superseded by it', () => {
  const move = change('transfer', 20, 1, { title: 'Lead' });
  expect(run([move, change('termination', 10, 5, { active: false })]).superseded).toEqual([
    move.id,
  ]);
});

test.each([0, 30])(
  'what an older request says stands under a newer one that was done first, baseline taken at %i',
  (baselineAt) => {
    const newer = { ...change('transfer', 20, 20, { title: 'Chief' }, 'applied'), settledAt: 25 };
    const late = change('transfer', 10, 10, { title: 'Lead', locale: 'pt' });
    const baseline = { ...known, title: 'Chief' };
    const folded = fold('E1', baseline, baselineAt, [late, newer], NOW);
    expect(folded.record).toMatchObject({ title: 'Chief', locale: 'pt' });
    expect(folded.queue).toEqual([late.id]);
  },
);
