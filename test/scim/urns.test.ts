import { BULK_REQUEST, CORE_USER, ENTERPRISE_USER, JML_USER } from '../../src/scim/urns.js';

test('custom attributes live under the extension prefix Microsoft asks for', () => {
  expect(JML_USER.startsWith('urn:ietf:params:scim:schemas:extension:')).toBe(true);
  expect(new Set([BULK_REQUEST, CORE_USER, ENTERPRISE_USER, JML_USER]).size).toBe(4);
});
