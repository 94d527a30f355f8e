import { stayedDisabled } from '../../src/outcome/stayed-disabled.js';

const disabled = { active: false, confirmed: true };
const unproven = { active: false, confirmed: false };
const enabled = { active: true, confirmed: true };

test.each([
  ['confirmed disabled, nothing since', [disabled], null, true],
  ['confirmed disabled, only repeats since', [unproven, unproven, disabled], null, true],
  [
    'enabled since, even without confirmation',
    [{ active: true, confirmed: false }, disabled],
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
