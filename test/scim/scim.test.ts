import { toBulkRequest } from '../../src/scim/bulk-request.js';
import { fromDirectoryUser } from '../../src/scim/directory-user.js';
import { checkEntraLimits } from '../../src/scim/limits.js';
import { CORE_USER, ENTERPRISE_USER, JML_USER } from '../../src/scim/urns.js';

const extensions = { jml: JML_USER };

test('a record becomes a SCIM user as Entra reads it', () => {
  const record = {
    externalId: 'E1',
    active: false,
    userName: 'a.b@example.com',
    'name.givenName': 'A',
    'emails.work': 'a.b@example.com',
    'addresses.work.country': 'PT',
    'enterprise.manager': 'E2',
    'jml.HireDate': '2026-12-01T00:00:00Z',
  };
  expect(toBulkRequest([{ bulkId: 'b', record }], extensions)).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: [
      {
        method: 'POST',
        bulkId: 'b',
        path: '/Users',
        data: {
          schemas: [CORE_USER, ENTERPRISE_USER, JML_USER],
          externalId: 'E1',
          active: false,
          userName: 'a.b@example.com',
          name: { givenName: 'A' },
          emails: [{ type: 'work', primary: true, value: 'a.b@example.com' }],
          addresses: [{ type: 'work', primary: true, country: 'PT' }],
          [ENTERPRISE_USER]: { manager: { value: 'E2' } },
          [JML_USER]: { HireDate: '2026-12-01T00:00:00Z' },
        },
      },
    ],
  });
});

test('a directory user becomes the record that would have produced it', () => {
  const user = {
    employeeId: 'E1',
    accountEnabled: true,
    surname: 'B',
    businessPhones: ['1'],
    employeeOrgData: { costCenter: '7' },
    manager: { employeeId: 'E2' },
    mobilePhone: null,
  };
  expect(fromDirectoryUser(user, extensions)).toEqual({
    externalId: 'E1',
    active: true,
    'name.familyName': 'B',
    'phoneNumbers.work': '1',
    'enterprise.costCenter': '7',
    'enterprise.manager': 'E2',
  });
  expect(fromDirectoryUser({ employeeId: null }, extensions)).toBeNull();
});

test.each(['Null', "O'Neill", '山田', 'X', 'Ñandú'])('accepts the surname %s', (value) => {
  expect(checkEntraLimits({ 'name.familyName': value })).toEqual([]);
});

test.each([
  ['externalId', 'E'.repeat(17)],
  ['externalId', 'Е1'],
  ['displayName', 'x'.repeat(257)],
  ['displayName', 'a\u202eb'],
  ['displayName', `a${'\u0301'.repeat(300)}`],
  ['name.givenName', 'a\u0000b'],
  ['name.givenName', '\ud800'],
  ['userName', 'а.b@example.com'],
  ['userName', 'a\u00adb@example.com'],
  ['userName', 'a@b@example.com'],
  ['userName', 'a.@example.com'],
  ['userName', 'a+b@example.com'],
  ['userName', 'ｆull@example.com'],
  ['userName', `${'a'.repeat(65)}@example.com`],
  ['userName', `a@${'b'.repeat(46)}.com`],
])('refuses %s %j and names the place, not the value', (path, value) => {
  const reasons = checkEntraLimits({ [path]: value });
  expect(reasons).toHaveLength(1);
  expect(reasons[0]?.pointer).toBe(path);
  expect(JSON.stringify(reasons)).not.toContain(value);
});

test('says how long the value is and how long it may be', () => {
  expect(checkEntraLimits({ externalId: '1'.repeat(20) })[0]?.what).toBe(
    'The employee number is 20 characters long; Microsoft Entra allows 16.',
  );
});
