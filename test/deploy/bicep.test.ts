import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bicepFindings, parametersOf } from './bicep-findings.js';
import { parseBicep } from './bicep-tree.js';
import { describeWithTools } from './tools.js';

const FOLDER = join(import.meta.dirname, '../../deploy/azure');
const FILES = ['main.bicep', ...readdirSync(join(FOLDER, 'modules')).map((f) => `modules/${f}`)];

const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');

describeWithTools('the Azure template', () => {
  test.each(FILES)('%s has names, modules and resources that exist', async (file) => {
    expect(await bicepFindings(join(FOLDER, file))).toEqual([]);
  });

  test('the example gives what is asked for, except the password', async () => {
    const example = JSON.parse(read('example.parameters.json'));
    const asked = parametersOf(await parseBicep(join(FOLDER, 'main.bicep')));
    const given = Object.keys(example.parameters as object);
    expect(given.filter((name) => !asked.has(name))).toEqual([]);
    const missing = [...asked].filter(([name, optional]) => !optional && !given.includes(name));
    expect(missing.map(([name]) => name)).toEqual(['databaseOwnerPassword']);
  });

  test('publishes webhooks by a route and nothing by the app itself', () => {
    const bridge = read('modules/bridge.bicep');
    expect(bridge.match(/external: \w+/g)).toEqual(['external: false']);
    expect(bridge.match(/prefix: .*/g)).toEqual(["prefix: '/webhooks/'"]);
    expect(bridge).not.toMatch(/path(SeparatedPrefix)?: '\/?'/);
  });

  test.each([
    ['main', 'tags: tags\n  }', 'tags: tags\n  ', /not Bicep/],
    ['main', 'vaultName: vaultName', 'vaultname: vaultName', /does not take vaultname/],
    ['main', '    addressPrefix: addressPrefix\n', '', /network is not given addressPrefix/],
    ['main', 'identity.outputs.id\n', 'identity.outputs.ids\n', /identity does not say ids/],
    ['main', "'modules/network.bicep'", "'modules/networks.bicep'", /there is no .*networks/],
    ['main', '@secure()\n', '', /databaseOwnerPassword is a secret and not @secure/],
    ['main', 'replicas: replicas', 'replicas: 2', /replicas is never used/],
    ['modules/bridge', 'targetPort: 8080', 'targetPorts: 8080', /ingress.targetPorts does not/],
    ['modules/bridge', 'targetPort: 8080', "targetPort: '8080'", /is a string, expected Number/],
    ['modules/bridge', "type: 'Readiness'", "type: 'Ready'", /type is Ready, expected one of/],
    ['modules/bridge', "storageType: 'EmptyDir'", "storageType: 'Empty'", /storageType is Empty/],
    ['modules/bridge', 'containerApp: app.name', 'app: app.name', /containerApp is missing/],
    ['modules/bridge', 'toUpper(', 'upperCase(', /upperCase is not a known function/],
    ['modules/bridge', 'secretRef: secret\n', 'secretRef: secrets\n', /secrets is not declared/],
    ['modules/bridge', 'jobs@2025-07-01', 'jobs@2025-01-01', /is known at 2025-07-01/],
    ['modules/database', 'mode: highAvail', 'modes: highAvail', /highAvailability.modes does not/],
    [
      'modules/database',
      "'Disabled'\n      passwordAuth",
      "'Off'\n      passwordAuth",
      /Auth is Off/,
    ],
    [
      'modules/database',
      '.fullyQualifiedDomainName\n',
      '.fqdn\n',
      /server.properties.fqdn does not/,
    ],
    ['modules/environment', 'customerId: logs', 'workspaceId: logs', /workspaceId does not exist/],
    [
      'modules/network',
      'addressPrefixes: [',
      'addressPrefix: [',
      /addressSpace.addressPrefix does/,
    ],
    ['modules/identity', 'principalId: identity', 'principal: identity', /principalId is missing/],
  ])('in %s, %s changed to %s is found', async (name, right, wrong, finding) => {
    const text = read(`${name}.bicep`);
    expect(text).toContain(right);
    const findings = await bicepFindings(join(FOLDER, `${name}.bicep`), text.replace(right, wrong));
    expect(findings.join('\n')).toMatch(finding);
  });
});
