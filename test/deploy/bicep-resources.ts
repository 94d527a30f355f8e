import { loadModels, type Models, type Place } from './azure-models.js';
import { nameOf, outcomes, propertiesOf, textOf, type BicepFile, type Node } from './bicep-tree.js';

/** Microsoft's clients, the version of the API that each speaks, and what it calls a resource. */
const CLIENTS: [client: string, version: string, classes: Record<string, string>][] = [
  [
    'arm-appcontainers',
    '2025-07-01',
    {
      'Microsoft.App/containerApps': 'ContainerApp',
      'Microsoft.App/jobs': 'Job',
      'Microsoft.App/managedEnvironments': 'ManagedEnvironment',
      'Microsoft.App/managedEnvironments/httpRouteConfigs': 'HttpRouteConfig',
    },
  ],
  [
    'arm-authorization',
    '2022-04-01',
    { 'Microsoft.Authorization/roleAssignments': 'RoleAssignmentCreateParameters' },
  ],
  [
    'arm-postgresql-flexible',
    '2024-08-01',
    {
      'Microsoft.DBforPostgreSQL/flexibleServers': 'Server',
      'Microsoft.DBforPostgreSQL/flexibleServers/databases': 'Database',
    },
  ],
  [
    'arm-keyvault',
    '2024-11-01',
    {
      'Microsoft.KeyVault/vaults': 'Vault',
      'Microsoft.KeyVault/vaults/secrets': 'SecretCreateOrUpdateParameters',
    },
  ],
  ['arm-msi', '2024-11-30', { 'Microsoft.ManagedIdentity/userAssignedIdentities': 'Identity' }],
  [
    'arm-network',
    '2024-05-01',
    {
      'Microsoft.Network/virtualNetworks': 'VirtualNetwork',
      'Microsoft.Network/virtualNetworks/subnets': 'Subnet',
    },
  ],
  [
    'arm-privatedns',
    '2020-06-01',
    {
      'Microsoft.Network/privateDnsZones': 'PrivateZone',
      'Microsoft.Network/privateDnsZones/virtualNetworkLinks': 'VirtualNetworkLink',
    },
  ],
  [
    'arm-operationalinsights',
    '2022-10-01',
    { 'Microsoft.OperationalInsights/workspaces': 'Workspace' },
  ],
];

/** Keys of Bicep and not of the resource. */
const OWN = ['name', 'parent', 'scope', 'dependsOn'];

/** What Azure would refuse of the resources of a file, as far as its clients know. */
export async function resourceFindings(file: BicepFile): Promise<string[]> {
  const findings: string[] = [];
  for (const resource of file.root.descendantsOfType('resource_declaration')) {
    const [type = '', version] = typeOf(resource).split('@');
    const [client, known, classes] = CLIENTS.find(([, , all]) => type in all) ?? [];
    const className = classes?.[type];
    if (!client || !className) findings.push(`${type} is not known`);
    else if (version !== known) findings.push(`${type} is known at ${known}, not ${version}`);
    else {
      const models = await loadModels(client);
      const places = models.placesOf(className);
      findings.push(
        ...bodyFindings(resource, places, models),
        ...readFindings(file, resource, places),
      );
    }
  }
  return findings;
}

/** A resource inside another continues its type, and has its version. */
function typeOf(resource: Node): string {
  const own = textOf(resource.namedChildren.find(({ type }) => type === 'string')) ?? '';
  if (own.includes('.')) return own;
  let outer = resource.parent;
  while (outer && outer.type !== 'resource_declaration') outer = outer.parent;
  const [type, version] = outer ? typeOf(outer).split('@') : [];
  return `${type}/${own}@${version}`;
}

function bodyFindings(resource: Node, places: Map<string, Place>, models: Models): string[] {
  const body = resource.namedChildren.findLast(({ type }) => type === 'object');
  if (!body || / existing\s*=/.test(resource.text.split('\n')[0] ?? '')) return [];
  const given = new Map([...places].filter(([key]) => !OWN.includes(key)));
  return objectFindings(body, given, models, nameOf(resource), OWN);
}

function objectFindings(
  object: Node,
  places: Map<string, Place>,
  models: Models,
  path: string,
  also: string[] = [],
): string[] {
  const properties = propertiesOf(object);
  const missing = [...places]
    .filter(([key, { required, readOnly }]) => required && !readOnly && !properties.has(key))
    .map(([key]) => `${path}.${key} is missing`);
  const each = [...properties].flatMap(([key, value]) => {
    if (also.includes(key)) return [];
    const place = places.get(key);
    if (!place) return [`${path}.${key} does not exist`];
    if (place.readOnly) return [`${path}.${key} cannot be set`];
    return outcomes(value).flatMap((one) => valueFindings(one, place, models, `${path}.${key}`));
  });
  return [...missing, ...each];
}

const LITERALS: Record<string, string[]> = {
  String: ['string', 'null'],
  Number: ['number', 'null'],
  Boolean: ['boolean', 'null'],
  Composite: ['object', 'null'],
  Sequence: ['array', 'for_statement', 'null'],
  Dictionary: ['object', 'null'],
};
const ALL_LITERALS = [...new Set(Object.values(LITERALS).flat())];

function valueFindings(value: Node, place: Place, models: Models, path: string): string[] {
  const { type, words = [], below } = place;
  if (!type) return value.type === 'object' ? objectFindings(value, below, models, path) : [];
  const fitting = LITERALS[type.name];
  if (fitting && ALL_LITERALS.includes(value.type) && !fitting.includes(value.type)) {
    return [`${path} is a ${value.type}, expected ${type.name}`];
  }
  if (value.type === 'object' && type.className) {
    return objectFindings(value, models.placesOf(type.className), models, path);
  }
  if (type.element && ['array', 'for_statement'].includes(value.type)) {
    const item: Place = { type: type.element.type, below: new Map() };
    const items = value.namedChildren.filter(({ type }) => type !== 'comment');
    const bodies = value.type === 'array' ? items : items.slice(-1);
    return bodies.flatMap((one, i) => valueFindings(one, item, models, `${path}[${i}]`));
  }
  const text = value.type === 'string' ? textOf(value) : undefined;
  if (text === undefined || words.length === 0 || words.includes(text)) return [];
  return [`${path} is ${text}, expected one of ${words.join(', ')}`];
}

/** What is read of a resource elsewhere in the file, such as `server.properties.version`. */
function readFindings(file: BicepFile, resource: Node, places: Map<string, Place>): string[] {
  const reads = new RegExp(`\\b${nameOf(resource)}\\.properties\\.(\\w+)`, 'g');
  const known = places.get('properties');
  // A client that has the properties as one class of its own is not looked into.
  if (!known || known.type) return [];
  return [...file.root.text.matchAll(reads)]
    .filter(([, key = '']) => !known.below.has(key))
    .map(([read]) => `${read} does not exist`);
}
