import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ConfigError, loadConfig } from '../../src/config/index.js';
import { loadTemplate } from '../../src/mapping/load.js';

const FOLDER = join(import.meta.dirname, '../../deploy');
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const text = (path: string) => readFileSync(join(FOLDER, path), 'utf8');
const ofChart = (values: string) =>
  stringify((parse(text(`helm/jml-bridge/ci/${values}-values.yaml`)) as { config: object }).config);

const EXAMPLES: Record<string, string> = {
  compose: text('compose/bridge.yaml'),
  'the chart, full': ofChart('full'),
  'the chart, minimal': ofChart('minimal'),
  azure: text('azure/bridge.yaml'),
};

/** The configuration as the bridge reads it, with every secret at hand that the deployment names. */
function load(yaml: string) {
  const env = {
    BRIDGE_CONFIG: '/etc/jml-bridge/bridge.yaml',
    SERVICENOW_WEBHOOK_SECRET: SECRET,
    SERVICENOW_WEBHOOK_TOKEN: SECRET,
    SERVICENOW_CLIENT_SECRET: 'a-client-secret',
    ENTRA_CLIENT_SECRET: 'another-client-secret',
    AZURE_CLIENT_ID: '00000000-0000-4000-8000-000000000001',
  };
  const readFile = (path: string) => {
    if (path === '/run/secrets/database-url') return 'postgres://bridge:secret@postgres/bridge';
    return path.startsWith('/run/secrets/') ? SECRET : yaml;
  };
  return loadConfig(env, readFile);
}

test.each(Object.keys(EXAMPLES))('the bridge takes the configuration of %s', (name) => {
  const config = load(EXAMPLES[name] ?? '');
  expect(config.sandbox).toBe(false);
  expect(config.connections).toHaveLength(1);
  expect(config.targets).toHaveLength(1);
});

test.each(Object.keys(EXAMPLES))('a misspelt key in the configuration of %s is found', (name) => {
  const misspelt = (EXAMPLES[name] ?? '').replace('jobId:', 'job:');
  expect(() => load(misspelt)).toThrow(ConfigError);
});

test('what the Azure template sets is what its configuration asks for', () => {
  const asked = [...text('azure/bridge.yaml').matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
  const named = /secretNames string\[\] = \[([^\]]*)\]/.exec(text('azure/main.bicep'))?.[1] ?? '';
  const secrets = [...named.matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name);
  const set = secrets.map((name) => name.toUpperCase().replaceAll('-', '_'));
  expect(new Set([...set, 'AZURE_CLIENT_ID'])).toEqual(new Set(asked));
});

test('the templates of the chart’s full example can be loaded', () => {
  const values = parse(text('helm/jml-bridge/ci/full-values.yaml')) as {
    templates: Record<string, string>;
  };
  const loaded = Object.entries(values.templates).map(([file, source]) =>
    loadTemplate(file, source),
  );
  expect(loaded).toMatchObject([{ name: 'Contractor', kind: 'hire' }]);
});
