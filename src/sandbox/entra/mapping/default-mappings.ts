import { ENTERPRISE_USER, JML_USER } from '../../../scim/urns.js';
import type { AttributeMapping } from './schema-document.js';

/** Address-shaped names stay as they are, bare ones get the default domain [Frohn, Troubleshoot]. */
const UPN =
  'Switch(InStr([userName], "@"), [userName], "0", Join("@", [userName], DefaultDomain()))';
const STATUS = 'Switch([active], , "True", "True", "False", "False")';

/**
 * No page prints the default table; this is its best reconstruction, with the mappings that
 * administrators are told to add (fact sheet 7).
 */
const DIRECT: readonly [target: string, source: string][] = [
  ['displayName', 'displayName'],
  ['givenName', 'name.givenName'],
  ['surname', 'name.familyName'],
  ['jobTitle', 'title'],
  ['preferredLanguage', 'preferredLanguage'],
  ['mail', 'emails[type eq "work"].value'],
  ['telephoneNumber', 'phoneNumbers[type eq "work"].value'],
  ['streetAddress', 'addresses[type eq "work"].streetAddress'],
  ['city', 'addresses[type eq "work"].locality'],
  ['state', 'addresses[type eq "work"].region'],
  ['postalCode', 'addresses[type eq "work"].postalCode'],
  ['country', 'addresses[type eq "work"].country'],
  ['employeeType', 'userType'],
  ['department', `${ENTERPRISE_USER}:department`],
  ['companyName', `${ENTERPRISE_USER}:organization`],
  ['employeeOrgData.division', `${ENTERPRISE_USER}:division`],
  ['employeeOrgData.costCenter', `${ENTERPRISE_USER}:costCenter`],
  ['manager', `${ENTERPRISE_USER}:manager`],
  ['employeeHireDate', `${JML_USER}:HireDate`],
  ['employeeLeaveDateTime', `${JML_USER}:LeaveDate`],
  ['mobilePhone', `${JML_USER}:Mobile`],
];

export function defaultMappings(): AttributeMapping[] {
  return [
    { ...direct('employeeId', 'externalId'), matchingPriority: 1 },
    computed('userPrincipalName', UPN),
    computed('accountEnabled', STATUS),
    ...DIRECT.map(([target, source]) => direct(target, source)),
  ];
}

function direct(target: string, name: string): AttributeMapping {
  return mapping(target, { type: 'Attribute', name, expression: `[${name}]` });
}

function computed(target: string, expression: string): AttributeMapping {
  const name = expression.slice(0, expression.indexOf('('));
  return mapping(target, { type: 'Function', name, expression });
}

function mapping(
  targetAttributeName: string,
  source: AttributeMapping['source'],
): AttributeMapping {
  return {
    targetAttributeName,
    source,
    defaultValue: null,
    matchingPriority: 0,
    flowBehavior: 'FlowWhenChanged',
    flowType: 'Always',
    exportMissingReferences: false,
    flowNullValues: false,
  };
}
