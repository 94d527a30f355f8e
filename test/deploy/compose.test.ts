import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { composeFindings, mountOf, type Compose } from './compose-rules.js';
import { describeWithTools, tool } from './tools.js';

const folder = join(import.meta.dirname, '../../deploy/compose');
const text = readFileSync(join(folder, 'compose.yaml'), 'utf8');
const compose = () => parse(text, { merge: true }) as Compose;

test('the compose file hardens, limits and separates its services', () => {
  expect(composeFindings(compose())).toEqual([]);
});

test('files that the compose file mounts are there', () => {
  const files = Object.values(compose().configs).map(({ file }) => file);
  expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
});

test('every secret of bridge.yaml is mounted into what reads it', () => {
  const { services } = compose();
  const config = readFileSync(join(folder, 'bridge.yaml'), 'utf8');
  const read = [...config.matchAll(/\/run\/secrets\/([\w-]+)/g)].map(([, name]) => name);
  expect(read).toHaveLength(4);
  for (const name of ['bridge-1', 'bridge-2', 'migrate']) {
    const mounts = (services[name]?.secrets ?? []).map(mountOf);
    expect(mounts.map(({ target }) => target)).toEqual(expect.arrayContaining(read));
  }
});

test.each<[string, (file: Compose) => void]>([
  ['bridge-1: has a writable root', (file) => delete service(file, 'bridge-1').read_only],
  ['migrate: keeps capabilities', (file) => (service(file, 'migrate').cap_drop = ['NET_RAW'])],
  ['proxy: may gain privileges', (file) => (service(file, 'proxy').security_opt = [])],
  ['postgres: runs as root or by name', (file) => delete service(file, 'postgres').user],
  ['proxy: has no limits', (file) => delete service(file, 'proxy').deploy],
  ['proxy: has no pinned version', (file) => (service(file, 'proxy').image = 'haproxy:latest')],
  [
    'bridge-2: has no time to stop in',
    (file) => delete service(file, 'bridge-2').stop_grace_period,
  ],
  ['postgres: has no health check', (file) => delete service(file, 'postgres').healthcheck],
  ['proxy: there is no network egde', (file) => (service(file, 'proxy').networks = ['egde'])],
  ['postgres: there is no volume postgres', (file) => (file.volumes = {})],
  ['proxy: there is no mounted secret tls.pem', (file) => (service(file, 'proxy').secrets = [])],
  ['bridge-1: there is no service migrate', (file) => delete file.services['migrate']],
  ['something beside the proxy is published', (file) => (service(file, 'postgres').ports = [{}])],
  ['the network of the database leads outside', (file) => (file.networks['data'] = {})],
])('a change after which %s is found', (finding, change) => {
  const file = structuredClone(compose());
  change(file);
  expect(composeFindings(file)).toContain(finding);
});

describeWithTools('the compose linter', () => {
  /** Errors of the Compose schema and of rules; the order of keys is left to the author. */
  async function lint(content: string): Promise<string[]> {
    const { DCLinter } = await tool('dclint/dist/index.esm.js');
    const file = join(mkdtempSync(join(tmpdir(), 'compose-')), 'compose.yaml');
    writeFileSync(file, content);
    const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] });
    const [result] = await linter.lintFiles([file], false);
    const serious = ({ type, rule }: Message) => type === 'error' && !rule.endsWith('-order');
    return (result?.messages ?? []).filter(serious).map(({ message }: Message) => message);
  }

  test('finds nothing in the compose file', async () => {
    expect(await lint(text)).toEqual([]);
  });

  test.each([
    ['a misspelt key', 'read_only: true', 'readonly: true', /additional properties/],
    ['a text where a list is due', 'networks: [edge]', 'networks: edge', /networks/],
    [
      'a port on every address',
      "host_ip: '${PUBLISH_ADDRESS:-0.0.0.0}'\n        ",
      '',
      /interface/,
    ],
    ['an image without a version', 'postgres:17-bookworm', 'postgres', /tag/],
  ])('finds %s', async (_, right, wrong, finding) => {
    expect(text).toContain(right);
    expect((await lint(text.replace(right, wrong))).join('\n')).toMatch(finding);
  });
});

interface Message {
  type: string;
  rule: string;
  message: string;
}

function service(file: Compose, name: string) {
  const found = file.services[name];
  if (!found) throw new Error(`no service ${name}`);
  return found;
}
