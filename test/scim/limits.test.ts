import { checkEntraLimits } from '../../src/scim/limits.js';

test.each([
  ['name.familyName', "O'Neill"],
  ['name.familyName', 'Null'],
  ['name.familyName', '山田'],
  ['name.familyName', 'X'],
  ['displayName', 'ශ්\u200dරී ලංකා'],
  ['displayName', 'علی\u200cرضا'],
  ['externalId', '00123'],
  ['userName', `${'a'.repeat(64)}@${'b'.repeat(44)}.com`],
])('%s takes %j', (path, value) => {
  expect(checkEntraLimits({ [path]: value })).toEqual([]);
});

test.each([
  ['externalId', '1'.repeat(17)],
  ['externalId', '*'],
  ['externalId', "E1' or '1"],
  ['externalId', 'E1,E2'],
  ['enterprise.manager', "x'"],
  ['displayName', 'x'.repeat(257)],
  ['displayName', 'a\u202eb'],
  ['displayName', 'a\u200bb'],
  ['displayName', 'a\u0007b'],
  ['displayName', 'a\u200db'],
  ['displayName', 'a\u061cb'],
  ['displayName', 'a\u3164b'],
  ['displayName', 'a\u{e0041}b'],
  ['displayName', `a${'\u0301'.repeat(300)}`],
  ['displayName', 'a\ud800'],
  ['userName', 'a@b@example.com'],
  ['userName', 'a.@example.com'],
  ['userName', 'a+b@example.com'],
  ['userName', 'аnna@example.com'],
  ['userName', `${'a'.repeat(65)}@example.com`],
  ['userName', `a@${'b'.repeat(49)}.com`],
])('%s refuses %j and says where, never what', (path, value) => {
  const [reason] = checkEntraLimits({ [path]: value });
  expect(reason).toMatchObject({ code: 'entra-limit', pointer: path });
  if (value.length > 1) expect(JSON.stringify(reason)).not.toContain(value);
});
