import { BULK_REQUEST, CORE_USER, ENTERPRISE_USER, JML_USER } from '../../../src/scim/urns.js';

export type Data = Record<string, unknown>;

/** A full record of a person nobody has yet. */
export function person(externalId: string, more: Data = {}): Data {
  return {
    schemas: [CORE_USER, ENTERPRISE_USER, JML_USER],
    externalId,
    userName: `user.${externalId.toLowerCase()}`,
    active: true,
    displayName: `Person ${externalId}`,
    name: { givenName: 'Person', familyName: externalId },
    title: 'Engineer',
    [ENTERPRISE_USER]: { department: 'Engineering', manager: { value: 'E10006' } },
    ...more,
  };
}

export function operation(data: Data, more: Data = {}): Data {
  return {
    method: 'POST',
    path: '/Users',
    bulkId: `b-${String(data['externalId'])}`,
    data,
    ...more,
  };
}

export function bulk(records: Data[]): Data {
  return {
    schemas: [BULK_REQUEST],
    failOnErrors: null,
    Operations: records.map((data) => operation(data)),
  };
}
