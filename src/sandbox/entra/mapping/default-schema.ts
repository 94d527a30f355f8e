import { ENTERPRISE_USER, JML_USER } from '../../../scim/urns.js';
import { defaultMappings } from './default-mappings.js';
import type { AttributeDefinition, SchemaDocument } from './schema-document.js';

const work = (list: string, parts: readonly string[]): string[] =>
  parts.map((part) => `${list}[type eq "work"].${part}`);

const CORE = [
  ...['externalId', 'userName', 'active', 'displayName', 'title', 'nickName', 'userType'],
  ...['preferredLanguage', 'locale', 'timezone', 'profileUrl'],
  ...['givenName', 'familyName', 'middleName', 'formatted'].map((part) => `name.${part}`),
  ...['honorificPrefix', 'honorificSuffix'].map((part) => `name.${part}`),
  ...work('emails', ['value']),
  ...work('phoneNumbers', ['value']),
  ...work('addresses', ['formatted', 'streetAddress', 'locality', 'region', 'postalCode']),
  ...work('addresses', ['country']),
];
const ENTERPRISE = [
  ...['employeeNumber', 'costCenter', 'organization', 'division', 'department', 'manager'],
];
/** Declared as String, dates too, as practitioners do [Elven]. */
const CUSTOM = ['HireDate', 'LeaveDate', 'Mobile'];

const TARGET = [
  ...['employeeId', 'userPrincipalName', 'accountEnabled', 'displayName', 'givenName', 'surname'],
  ...['jobTitle', 'preferredLanguage', 'mail', 'mailNickname', 'telephoneNumber', 'mobilePhone'],
  ...['streetAddress', 'city', 'state', 'postalCode', 'country', 'usageLocation', 'department'],
  ...['companyName', 'employeeType', 'employeeHireDate', 'employeeLeaveDateTime', 'manager'],
  ...['officeLocation', 'employeeOrgData.division', 'employeeOrgData.costCenter'],
  ...Array.from({ length: 15 }, (_, at) => `extensionAttribute${at + 1}`),
];

export function defaultSchema(id: string): SchemaDocument {
  return {
    id,
    version: 'Date:2026-01-01T00:00:00.0000000Z, *',
    directories: [
      {
        id: 'api',
        name: 'API',
        objects: [{ name: ENTERPRISE_USER, attributes: sourceAttributes() }],
      },
      {
        id: 'entra',
        name: 'Microsoft Entra ID',
        objects: [{ name: 'User', attributes: TARGET.map((name) => attribute(name)) }],
      },
    ],
    synchronizationRules: [
      {
        id: 'inbound',
        name: 'USER_INBOUND_USER',
        sourceDirectoryName: 'API',
        targetDirectoryName: 'Microsoft Entra ID',
        objectMappings: [
          {
            name: 'Provision API users',
            enabled: true,
            flowTypes: 'Add, Update, Delete',
            sourceObjectName: ENTERPRISE_USER,
            targetObjectName: 'User',
            scope: null,
            attributeMappings: defaultMappings(),
          },
        ],
      },
    ],
  };
}

function sourceAttributes(): AttributeDefinition[] {
  return [
    ...CORE.map((name) => attribute(name)),
    ...ENTERPRISE.map((name) => attribute(`${ENTERPRISE_USER}:${name}`)),
    ...CUSTOM.map((name) => attribute(`${JML_USER}:${name}`)),
  ];
}

function attribute(name: string): AttributeDefinition {
  return {
    name,
    type: typeOf(name),
    anchor: name === 'externalId',
    caseExact: false,
    flowNullValues: false,
    multivalued: false,
    mutability: 'ReadWrite',
    required: name === 'externalId',
  };
}

function typeOf(name: string): AttributeDefinition['type'] {
  if (name === 'active' || name === 'accountEnabled') return 'Boolean';
  if (/(^|:)manager$/.test(name)) return 'Reference';
  return /^employee(HireDate|LeaveDateTime)$/.test(name) ? 'DateTime' : 'String';
}
