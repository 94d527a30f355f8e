import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../src/cli/check.js';
import { PRODUCTION } from '../config/production-yaml.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'jml-check-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const run = (env: Record<string, string> = {}) => check({ DATA_DIR: folder, ...env });

test('what ships passes: configuration, templates and every example', async () => {
  const { lines, failed } = await run();
  expect(failed).toBe(false);
  expect(lines.filter((line) => line.includes('example servicenow/'))).not.toHaveLength(0);
});

test('a broken template of the user is told by file and place', async () => {
  mkdirSync(join(folder, 'own/servicenow'), { recursive: true });
  writeFileSync(join(folder, 'own/servicenow/leave.yaml'), 'name: Leave\nkind: nothing\n');
  writeFileSync(join(folder, 'bridge.yaml'), 'sandbox: true\ntemplatesDirs: [own]\n');
  const { lines, failed } = await run({ BRIDGE_CONFIG: join(folder, 'bridge.yaml') });
  expect(failed).toBe(true);
  expect(lines.join('\n')).toMatch(/FAILED {2}templates: .*leave\.yaml: kind/);
});

test('a configuration that cannot be used does not hide the rest', async () => {
  writeFileSync(join(folder, 'bridge.yaml'), 'port: many\n');
  const { lines, failed } = await run({ BRIDGE_CONFIG: join(folder, 'bridge.yaml') });
  expect(failed).toBe(true);
  expect(lines[0]).toMatch(/^FAILED {2}configuration/);
  expect(lines[1]).toMatch(/^ok {6}templates/);
});

test('a setting its connector does not know is told', async () => {
  const text = PRODUCTION.replace('statusField', 'statusFeild').replace(
    'file:/run/secrets/entra',
    'x',
  );
  writeFileSync(join(folder, 'bridge.yaml'), text);
  const { lines, failed } = await run({
    ...{ BRIDGE_CONFIG: join(folder, 'bridge.yaml'), SN_SECRET: 'x' },
    SN_HOOK: `whsec_${Buffer.from('a secret of enough bytes').toString('base64')}`,
  });
  expect(failed).toBe(true);
  expect(lines[0]).toMatch(
    /^FAILED {2}configuration: .*servicenow-prod: settings: unknown key statusFeild/,
  );
});

test('a folder of templates that is not there is told, and the rest is checked', async () => {
  writeFileSync(join(folder, 'bridge.yaml'), 'sandbox: true\ntemplatesDirs: [nowhere]\n');
  const { lines, failed } = await run({ BRIDGE_CONFIG: join(folder, 'bridge.yaml') });
  expect(failed).toBe(true);
  expect(lines.filter((line) => line.startsWith('FAILED')).join('\n')).toMatch(
    /^FAILED {2}templates: .*nowhere: .*there is no such folder/,
  );
  expect(lines.some((line) => line.startsWith('ok      example servicenow/'))).toBe(true);
});

test('a folder of connectors that is not there is told by name', async () => {
  writeFileSync(join(folder, 'bridge.yaml'), 'sandbox: true\nconnectorsDirs: [nowhere]\n');
  const { lines } = await run({ BRIDGE_CONFIG: join(folder, 'bridge.yaml') });
  expect(lines[0]).toBe(
    `FAILED  configuration: connectorsDirs: ${join(folder, 'nowhere')}: there is no such folder`,
  );
});

test('the example of the documentation passes as it stands there', async () => {
  const [, text = ''] =
    /```yaml\n(.*?)```/s.exec(readFileSync('docs/configuration.md', 'utf8')) ?? [];
  writeFileSync(join(folder, 'bridge.yaml'), text);
  const { lines } = await run({
    ...{ BRIDGE_CONFIG: join(folder, 'bridge.yaml'), SN_CLIENT_SECRET: 'x' },
    SN_WEBHOOK_SECRET: `whsec_${Buffer.from('a secret of enough bytes').toString('base64')}`,
  });
  expect(lines.filter((line) => line.startsWith('FAILED'))).toEqual([]);
  expect(lines[0]).toBe('ok      configuration: 1 connection(s), 1 target(s)');
});

test('a template of the user in place of one that ships leaves what ships as it was', async () => {
  mkdirSync(join(folder, 'own/servicenow'), { recursive: true });
  const shipped = readFileSync('templates/servicenow/termination.yaml', 'utf8');
  const own = shipped.replace('active: false', "active: false\n      title: 'Left'");
  writeFileSync(join(folder, 'own/servicenow/our-leavers.yaml'), own);
  writeFileSync(join(folder, 'bridge.yaml'), 'sandbox: true\ntemplatesDirs: [own]\n');
  const { lines } = await run({ BRIDGE_CONFIG: join(folder, 'bridge.yaml') });
  expect(lines.filter((line) => line.startsWith('FAILED'))).toEqual([]);
  expect(lines).toContain('ok      templates: servicenow: 3');
});
