import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxiosHttp } from '../../src/adapters/http/axios-http.js';
import { check } from '../../src/cli/check.js';
import { preview } from '../../src/cli/preview.js';
import { ConfigError, loadConfig } from '../../src/config/index.js';
import { PRODUCTION } from '../config/production-yaml.js';
import { countProcessorMs } from '../support/processor-ms.js';
import { openDecoy } from './decoy.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'jml-bad-settings-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** What `check` says of a template in the user's own folder. */
async function checked(template: string): Promise<{ failed: boolean; text: string }> {
  const own = join(folder, 'own', 'servicenow');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'bad.yaml'), template);
  writeFileSync(join(folder, 'bridge.yaml'), 'sandbox: true\ntemplatesDirs: [own]\n');
  const env = { DATA_DIR: folder, BRIDGE_CONFIG: join(folder, 'bridge.yaml') };
  const { lines, failed } = await check(env);
  const broken = lines.filter((line) => line.startsWith('FAILED'));
  return { failed, text: broken.join('\n') };
}

const leave = (person: string, more = '') => `
name: Leave
kind: termination
when: { catalogItem: Leave }
zone: UTC
externalId: '{{ vars.employee_number }}'
changes:
  disable:
    effective: { at: now }
    person: ${person}
${more}`;

test.each([
  ['the attribute __proto__', '{ active: false, __proto__: x }', 'person.__proto__'],
  ['the attribute constructor.prototype', '{ active: false, constructor.prototype: x }', 'person.'],
  ['the attribute password', '{ active: false, password: x }', 'person.password'],
  ['the attribute roles', '{ active: false, roles: x }', 'person.roles'],
  ['the attribute groups', '{ active: false, groups: x }', 'person.groups'],
])('bad input 46: a template that sets %s is refused by file and place', async (_, person, at) => {
  const { failed, text } = await checked(leave(person));
  expect(failed).toBe(true);
  expect(text).toMatch(/^FAILED {2}templates: servicenow\/bad\.yaml: changes\.disable\./);
  expect(text).toContain(at);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test.each([
  ['active: true', leave('{ active: true }'), 'must set active: false'],
  ['nothing of active', leave('{ title: x }'), 'must set active: false'],
  ['active by an expression', leave("{ active: '{{ vars.x }}' }"), 'must set active: false'],
  ['no externalId', leave('{ active: false }').replace(/externalId.*/, ''), 'externalId'],
])('bad input 47: a termination with %s is refused by file and place', async (_, template, at) => {
  const { failed, text } = await checked(template);
  expect(failed).toBe(true);
  expect(text).toContain('servicenow/bad.yaml: ');
  expect(text).toContain(at);
});

describe('bad input 48:', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      [...'bcdefgh'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(9)}]`),
    )
    .join('\n');

  test.each([
    ['a YAML bomb', leave('{ active: false }', bomb)],
    ['a node that holds itself', leave('{ active: false }', 'self: &self [*self]')],
    ['a code tag', leave('{ active: !!js/function "function () {}" }')],
    ['a Python tag', leave('{ active: !!python/object/apply:os.system [id] }')],
    ['a merge key', leave('{ <<: { active: false } }')],
    ['a file to include', leave('{ active: false, title: \'{% include "/etc/passwd" %}\' }')],
    ['a file to render', leave('{ active: false, title: \'{% render "../secrets" %}\' }')],
    ['a layout', leave('{ active: false, title: \'{% layout "x" %}\' }')],
  ])('a template with %s is refused, at little cost', async (_, template) => {
    const spentMs = countProcessorMs();
    const { failed, text } = await checked(template);
    expect(spentMs()).toBeLessThan(2_000);
    expect(failed).toBe(true);
    expect(text).toContain('servicenow/bad.yaml: ');
    expect(text).not.toMatch(/\n\s+at /);
  });

  test.each([
    ['counts to a thousand million', '{% for i in (1..1000000000) %}x{% endfor %}'],
    [
      'doubles a text sixty times',
      `{% assign t = 'xx' %}${'{% assign t = t | append: t %}'.repeat(60)}{{ t }}`,
    ],
    [
      'asks a catastrophic pattern',
      `{{ 'a' | append: '${'a'.repeat(60)}!' | replace: '(a+)+$', 'b' }}`,
    ],
  ])('an expression that %s ends at little cost', async (_, title) => {
    await checked(leave(`{ active: false, title: ${JSON.stringify(title)} }`));
    const spentMs = countProcessorMs();
    const made = previewed('Leave', 'servicenow');
    expect(spentMs()).toBeLessThan(2_000);
    expect(made).toMatch(/template-failed|"patch"/);
  });
});

function previewed(catalogItem: string, connector: string): string {
  const party = { id: '', name: '', employeeNumber: '' };
  const ticket = {
    ...{ ref: 'r', number: 'RITM0010042', catalogItem, revision: 1, digest: '', status: 'open' },
    ...{ approval: 'approved', approvedAt: 0, approvers: [], requester: party },
    vars: { employee_number: 'E1' },
  };
  const around = { now: '2026-11-23T09:00:00Z', zone: 'UTC', domain: 'example.com', person: null };
  writeFileSync(join(folder, 'ticket.json'), JSON.stringify({ ...around, ticket }));
  mkdirSync(join(folder, 'own'), { recursive: true });
  return preview(join(folder, 'ticket.json'), connector, [join(folder, 'own')]);
}

test.each([
  '../../x',
  '/etc/passwd',
  'New hire\0',
  '__proto__',
  'constructor',
  'Νew hire',
  'new hire',
])(
  'bad input 44: no template is found under the name %j, as item or as connector, and no file is looked for',
  (name) => {
    expect(JSON.parse(previewed(name, 'servicenow'))).toEqual({
      refused: [{ code: 'no-template' }],
    });
    expect(JSON.parse(previewed('New hire', name))).toEqual({ refused: [{ code: 'no-template' }] });
  },
);

describe('bad input 50: a connection to', () => {
  const problemsWith = (url: string) => {
    const text = PRODUCTION.replace('https://acme.service-now.com', JSON.stringify(url));
    const secret = `whsec_${Buffer.from('a secret of enough bytes').toString('base64')}`;
    try {
      loadConfig({ SN_HOOK: secret, SN_SECRET: 's' }, (path) =>
        path === '/run/secrets/entra' ? 's' : text,
      );
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  };

  test('an ordinary address is taken', () => {
    expect(problemsWith('https://acme.service-now.com')).toEqual([]);
  });

  test.each([
    ['loopback', 'https://127.0.0.1'],
    ['loopback by name', 'https://localhost'],
    ['loopback in IPv6', 'https://[::1]'],
    ['all addresses of this machine', 'https://0.0.0.0'],
    ['link-local', 'https://169.254.169.254/latest'],
    ['link-local in IPv6', 'https://[fe80::1]'],
    ['a private network', 'https://10.0.0.1'],
    ['a private network in IPv6', 'https://[fd00::1]'],
    ['IPv6 that carries IPv4', 'https://[::ffff:10.0.0.1]'],
    ['IPv6 translated from IPv4', 'https://[64:ff9b::a00:1]'],
    ['an address in decimal', 'https://2130706433'],
    ['an address in octal', 'https://0177.0.0.1'],
    ['an address in hexadecimal', 'https://0x7f000001'],
    ['an address in fullwidth digits', 'https://１２７.0.0.1'],
    ['an address with a fullwidth stop', 'https://127。0。0。1'],
    ['user information before the host', 'https://acme.service-now.com@127.0.0.1'],
    ['user information alone', 'https://user:secret@acme.service-now.com'],
    ['a backslash before an @', 'https://acme.service-now.com\\@127.0.0.1'],
    ['another port', 'https://acme.service-now.com:22'],
    ['http', 'http://acme.service-now.com'],
    ['a file', 'file:///etc/passwd'],
    ['gopher', 'gopher://acme.service-now.com'],
    ['javascript', 'javascript:alert(1)'],
    ['a name of the metadata service', 'https://metadata.google.internal'],
  ])('%s is refused by its place, without the address', (_, url) => {
    const problems = problemsWith(url);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^\.\/bridge\.yaml: connections\[0\]\.url: /);
    expect(problems[0]).not.toContain(url);
  });
});

test('bad input 51: a name that leads into a private network by the time it is called is not connected to', async () => {
  const decoy = await openDecoy();
  const origin = `http://acme.example:${decoy.port}`;
  const answers = ['198.51.100.7', '127.0.0.1'];
  const http = new AxiosHttp([origin], {
    resolve: (_, done) => done(null, [{ address: answers.pop() ?? '', family: 4 }]),
  });
  const headers = { authorization: 'Bearer secret' };
  const request = { method: 'GET', url: `${origin}/api`, headers, timeoutMs: 30_000 } as const;
  expect(await http.send(request)).toEqual({ is: 'failure', maybeSent: false, why: 'not-allowed' });
  expect([answers.length, decoy.connections()]).toEqual([1, 0]);
  http.close();
  await decoy.close();
});
