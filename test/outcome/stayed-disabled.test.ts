import {
  leaverFrom,
  mayEnableUntil,
  repeatSince,
  stayedDisabled,
  withinReach,
} from '../../src/outcome/stayed-disabled.js';

const disabled = { active: false, confirmed: true, startedAt: 1 };
const unproven = { active: false, confirmed: false, startedAt: 2 };
const enabled = { active: true, confirmed: true, startedAt: 1 };

test.each([
  ['confirmed disabled, nothing since', [disabled], null, true],
  ['confirmed disabled, only repeats since', [unproven, unproven, disabled], null, true],
  [
    'enabled since, even without confirmation',
    [{ ...enabled, confirmed: false }, disabled],
    null,
    false,
  ],
  ['enabled by the last confirmed record', [unproven, enabled], { active: false }, false],
  [
    'never confirmed, but disabled when the bridge first looked',
    [unproven],
    { active: false },
    true,
  ],
  [
    'never confirmed, and enabled when the bridge first looked',
    [unproven],
    { active: true },
    false,
  ],
  ['nothing known', [], null, false],
])('%s', (_name, earlier, baseline, expected) => {
  expect(stayedDisabled(earlier, baseline)).toBe(expected);
});

const HOUR = 3_600_000;
const at = (startedAt: number) => ({ ...unproven, startedAt });

test.each([
  ['the first of its repeats', [at(8 * HOUR), at(7 * HOUR)], 7 * HOUR],
  [
    'itself after an enabling record',
    [{ ...enabled, startedAt: 8 * HOUR }, at(7 * HOUR)],
    9 * HOUR,
  ],
  ['itself after a confirmed termination', [{ ...disabled, startedAt: 8 * HOUR }], 9 * HOUR],
  ['the first of its repeats, however long ago', [at(HOUR)], HOUR],
])('rows count for a leaver from %s', (_name, earlier, expected) => {
  expect(leaverFrom(earlier, 9 * HOUR)).toBe(expected);
});

test('for what lies more than six hours back the log of everybody is not read', () => {
  expect(withinReach(7 * HOUR, 9 * HOUR)).toBe(7 * HOUR);
  expect(withinReach(HOUR, 9 * HOUR)).toBe(3 * HOUR);
});

const version = (startedAt: number, number: number) => ({ ...at(startedAt), version: number });

test.each([
  ['the first of its repeats', [version(8 * HOUR, 2), version(7 * HOUR, 2)], 7 * HOUR],
  ['itself after another record', [version(8 * HOUR, 1)], 9 * HOUR],
  ['itself after a confirmed repeat', [{ ...version(8 * HOUR, 2), confirmed: true }], 9 * HOUR],
  ['six hours back at the most', [version(HOUR, 2)], 3 * HOUR],
])('rows count for anybody else from %s', (_name, earlier, expected) => {
  expect(repeatSince(earlier, { startedAt: 9 * HOUR, version: 2 })).toBe(expected);
});

const DAY = 24 * HOUR;
const sent = { active: true, confirmed: false, refused: false, startedAt: 5 };
const leaver = { ...sent, active: false, startedAt: 6 };

test.each([
  ['an activation without an answer', [sent], 5 + DAY],
  ['the same behind repeats of the leaver', [leaver, leaver, sent], 5 + DAY],
  ['one that Entra did not take', [{ ...sent, refused: true }], -Infinity],
  ['one that was carried out', [{ ...sent, confirmed: true }], -Infinity],
  ['one before what was carried out', [{ ...leaver, confirmed: true }, sent], -Infinity],
  ['nothing but leavers', [leaver], -Infinity],
])('%s may yet enable until then', (_name, earlier, until) => {
  expect(mayEnableUntil(earlier)).toBe(until);
});
