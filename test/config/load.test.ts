import { resolve } from 'node:path';
import { ConfigError, loadConfig, type Config, type Env } from '../../src/config/index.js';
import { PRODUCTION } from './production-yaml.js';

const SECRET = `whsec_${Buffer.from('sandbox-secret-of-32-bytes-long!').toString('base64')}`;
const ENV: Env = { SN_HOOK: SECRET, SN_SECRET: 'sn-client-secret' };
const files = (text?: string) => (path: string) => {
  if (path === '/run/secrets/entra') return 'entra-secret\n';
  if (path.endsWith('bridge.yaml') && text !== undefined) return text;
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
};
const load = (text?: string, env: Env = ENV): Config => loadConfig(env, files(text), () => SECRET);

function problemsOf(text: string, env: Env = ENV): readonly string[] {
  try {
    load(text, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('without bridge.yaml', () => {
  test('the bridge runs against its own sandbox', () => {
    const config = load(undefined, {});
    expect(config).toMatchObject({ port: 8080, sandboxPort: 8081, sandbox: true });
    expect(config.dataDir).toBe(resolve('./data'));
    expect(config.connections[0]).toMatchObject({
      name: 'servicenow-sandbox',
      url: 'http://127.0.0.1:8081/servicenow',
      proof: { kind: 'standard-webhooks', secrets: [SECRET], toleranceSeconds: 300 },
      sweep: '*/10 * * * * *',
    });
    expect(config.targets[0]).toMatchObject({
      name: 'entra-sandbox',
      graphUrl: 'http://127.0.0.1:8081/graph/v1.0',
      timing: { checkAfterMs: [2000], fillMs: 1500, jobCheckMs: 5000 },
    });
  });

  test('a file that BRIDGE_CONFIG names must be there', () => {
    expect(() => load(undefined, { BRIDGE_CONFIG: '/etc/other.yaml' })).toThrow(
      '/etc/other.yaml: there is no such file',
    );
  });

  test('ports come from the environment', () => {
    expect(load(undefined, { PORT: '9000', SANDBOX_PORT: '9001' })).toMatchObject({
      port: 9000,
      publicUrl: 'http://localhost:9000',
      targets: [{ authorityUrl: 'http://127.0.0.1:9001/entra' }],
    });
    expect(() => load(undefined, { PORT: 'eighty' })).toThrow('environment: PORT: expected a port');
  });

  test.each(['localhost:8080', 'jml.example.com', 'javascript:alert(1)'])(
    'PUBLIC_URL must be a web address, and %s is none',
    (address) => {
      expect(() => load(undefined, { PUBLIC_URL: address })).toThrow(
        'environment: PUBLIC_URL: expected an address such as https://jml.example.com',
      );
    },
  );
});

describe('with bridge.yaml', () => {
  test('secrets come from the environment and from files', () => {
    const config = load(PRODUCTION);
    expect(config.sandbox).toBe(false);
    expect(config.connections[0]).toMatchObject({
      proof: { secrets: [SECRET], toleranceSeconds: 300 },
      auth: { clientSecret: 'sn-client-secret' },
      sweep: '0 */5 * * * *',
    });
    expect(config.targets[0]?.credential).toMatchObject({ secret: 'entra-secret' });
  });

  test('timing has the production defaults and takes durations in words', () => {
    expect(load(PRODUCTION).targets[0]?.timing).toMatchObject({
      approvalFreshnessMs: 900_000,
      confirmWithinMs: {
        'urgent-termination': 1_200_000,
        termination: 3_600_000,
        hire: 14_400_000,
      },
      clockSkewMs: 120_000,
    });
  });

  test('retention has defaults, takes durations, and is a day at least', () => {
    const day = 86_400_000;
    expect(load(PRODUCTION).retention).toEqual({ deliveriesMs: 90 * day, ticketsMs: 400 * day });
    const set = (tickets: string) => `${PRODUCTION}\nretention: { tickets: ${tickets} }`;
    expect(load(set('730 d')).retention).toMatchObject({ ticketsMs: 730 * day });
    expect(problemsOf(set('23 h'))).toEqual([
      './bridge.yaml: retention.tickets: expected a duration of at least 1 d',
    ]);
  });

  test('a variable that is not set is named with its path', () => {
    expect(problemsOf(PRODUCTION, { SN_HOOK: SECRET })).toEqual([
      './bridge.yaml: connections[0].auth.clientSecret: the environment variable SN_SECRET is not set',
    ]);
  });

  test('an unknown key is refused at any depth', () => {
    const text = PRODUCTION.replace('zone:', 'timezone:').replace('port:', 'prot:');
    expect(problemsOf(text)).toEqual(
      expect.arrayContaining([
        './bridge.yaml: connections[0]: unknown key timezone',
        './bridge.yaml: the file: unknown key prot',
      ]),
    );
  });

  test('a secret of the wrong shape is refused without being quoted', () => {
    const problems = problemsOf(PRODUCTION, { ...ENV, SN_HOOK: 'hunter2' });
    expect(problems).toEqual([
      './bridge.yaml: connections[0].proof.secrets[0]: expected whsec_ and at least 16 bytes in base64',
    ]);
    expect(problems.join()).not.toContain('hunter2');
  });

  test.each([
    ['port: 9090', 'port: "9090"', 'port: expected a number'],
    ['kind: standard-webhooks', 'kind: trust-me', 'connections[0].proof.kind: expected one of'],
    ['target: entra', 'target: nowhere', 'there is no target named nowhere'],
    ['zone: Europe/Berlin', 'zone: Mars/Base', 'connections[0].zone: expected a time zone'],
    ['20 min', 'soon', 'confirmWithin.urgent-termination: expected a duration'],
    ['domain: example.com', 'domain: ""', 'targets[0].domain'],
    ['jobId: API2AAD.1.2', 'jobId: ../x', 'targets[0].jobId: expected a job id'],
    ['https://acme', 'http://acme', 'connections[0].url: expected https'],
    ['zone:', 'rate: { perSecond: 0, burst: 5 }\n    zone:', 'rate.perSecond: expected at least 1'],
    ['zone:', 'rate: { perSecond: 1 }\n    zone:', 'connections[0].rate.burst: is missing'],
  ])('%s made %s is refused', (from, to, problem) => {
    expect(problemsOf(PRODUCTION.replace(from, to)).join('\n')).toContain(problem);
  });

  test.each(['a: [', 'a: 1\na: 2', 'connections: {', 'just text', '- a list'])(
    'what is not a configuration at all is refused: %j',
    (text) => expect(problemsOf(text).join()).toMatch(/^\.\/bridge\.yaml: /),
  );

  test('own folders are found beside the file', () => {
    const config = load(`${PRODUCTION}\ntemplatesDirs: [my-templates]`, {
      ...ENV,
      BRIDGE_CONFIG: '/etc/jml/bridge.yaml',
    });
    expect(config.templatesDirs).toEqual(['/etc/jml/my-templates']);
  });
});

describe('the database of several replicas', () => {
  const URL = 'postgres://jml:secret@db.internal:5432/jml';

  test('comes from the environment, or from the file as a secret', () => {
    expect(load(undefined, { DATABASE_URL: URL }).databaseUrl).toBe(URL);
    const yaml = `sandbox: true\ndatabaseUrl: '\${DB}'\nmigrateAtStart: false\n`;
    expect(load(yaml, { DB: URL })).toMatchObject({ databaseUrl: URL, migrateAtStart: false });
    expect(load(yaml, { DB: URL, MIGRATE_AT_START: 'true' }).migrateAtStart).toBe(true);
  });

  test('may stand in a file that the environment names', () => {
    const readFile = (path: string) => (path === '/run/secrets/db' ? `${URL}\n` : files()(path));
    const config = loadConfig({ DATABASE_URL: 'file:/run/secrets/db' }, readFile, () => SECRET);
    expect(config.databaseUrl).toBe(URL);
    expect(() => load(undefined, { DATABASE_URL: 'file:/run/secrets/gone' })).toThrow(
      'environment: DATABASE_URL: expected',
    );
  });

  test('is none where none is named, and then tables are brought up to date at start', () => {
    expect(load(undefined, {})).toMatchObject({ databaseUrl: undefined, migrateAtStart: true });
  });

  test.each(['mysql://db/jml', 'postgres://db', 'db.internal', 'postgres://jml:sec ret@[::/jml'])(
    'is refused without a word of it: %s',
    (url) => {
      expect(() => load(undefined, { DATABASE_URL: url })).toThrow(
        'environment: DATABASE_URL: expected an address such as postgres://user:password@host:5432/database',
      );
      expect(problemsOf(`databaseUrl: '${url}'`).join()).toContain('databaseUrl: expected');
    },
  );
});

describe('a reference to a secret that is none', () => {
  const tokens = (text: string) =>
    PRODUCTION.replace(/proof:\n.*\n.*\n/, `proof: { kind: bearer, tokens: ['${text}'] }\n`);

  test.each([
    'file:secrets/webhook-token',
    'file:./secrets/webhook-token',
    'file: /run/secrets/webhook-token',
  ])('%s is refused and does not become the token', (text) => {
    expect(problemsOf(tokens(text))).toEqual([
      './bridge.yaml: connections[0].proof.tokens[0]: expected file: and an absolute path, such as file:/run/secrets/name',
    ]);
  });

  test.each(['${WEBHOOK-TOKEN}', '${WEBHOOK_TOKEN:-none}', 'Token ${webhook.token}', '${}'])(
    '%s is refused and does not become the token',
    (text) => {
      expect(problemsOf(tokens(text))).toEqual([
        './bridge.yaml: connections[0].proof.tokens[0]: expected ${NAME} with letters, digits and underscores',
      ]);
    },
  );
});

test('two targets for one job are refused: each would count its calls and order its people alone', () => {
  const [before = '', target = ''] = PRODUCTION.split('targets:\n');
  const twice = `${before}targets:\n${target}${target.replace('name: entra', 'name: other')}`;
  expect(problemsOf(twice)).toEqual([
    './bridge.yaml: targets[1].jobId: entra is for this job already',
  ]);
});
