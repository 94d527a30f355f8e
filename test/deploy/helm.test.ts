import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { kubernetesFindings, type Manifest } from './kubernetes-findings.js';
import { describeWithTools, program, toolFile } from './tools.js';

const CHART = join(import.meta.dirname, '../../deploy/helm/jml-bridge');
const VALUES = ['minimal', 'full'] as const;

const valuesFile = (name: string) => join(CHART, 'ci', `${name}-values.yaml`);

describeWithTools('the chart', () => {
  const helm = program('helm', toolFile('.bin/helm'));

  function run(...args: string[]): { ok: boolean; output: string } {
    if (!helm) throw new Error('no Helm: set HELM, or run .ci/deploy-tools on Linux');
    const { status, stdout, stderr } = spawnSync(helm, args, { encoding: 'utf8' });
    return { ok: status === 0, output: status === 0 ? stdout : stdout + stderr };
  }

  const rendered = new Map<string, string>();

  /** The chart with these values; Helm is asked once for the same ones. */
  function render(values: string, ...settings: string[]): Manifest[] {
    const args = ['--values', values, ...settings.flatMap((setting) => ['--set', setting])];
    const asked = args.join('\n');
    const text = rendered.get(asked) ?? renderAnew(args);
    rendered.set(asked, text);
    return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  }

  function renderAnew(args: string[]): string {
    const { ok, output } = run('template', 'test', CHART, ...args);
    if (!ok) throw new Error(output);
    return output;
  }

  test.each(VALUES)('passes the linter with %s values', (name) => {
    expect(run('lint', '--strict', CHART, '--values', valuesFile(name))).toMatchObject({
      ok: true,
    });
  });

  test.each(VALUES)('renders what an API server takes with %s values', async (name) => {
    expect(await kubernetesFindings(render(valuesFile(name)))).toEqual([]);
  });

  test('renders every template with full values', () => {
    const kinds = render(valuesFile('full')).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual([
      'ConfigMap',
      'Deployment',
      'Ingress',
      'Job',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Service',
      'ServiceAccount',
      'ServiceMonitor',
    ]);
  });

  test.each(VALUES)(
    'meets the level restricted of the Pod Security Standards, %s values',
    (name) => {
      const pods = render(valuesFile(name)).flatMap(podsOf);
      expect(pods).toHaveLength(2);
      for (const { securityContext, automountServiceAccountToken, containers } of pods) {
        expect(automountServiceAccountToken).toBe(false);
        expect(securityContext).toMatchObject({
          runAsNonRoot: true,
          runAsUser: 1000,
          seccompProfile: { type: 'RuntimeDefault' },
        });
        for (const container of containers) {
          expect(container.resources).toHaveProperty('requests.memory');
          expect(container.securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
        }
      }
    },
  );

  test('publishes webhooks and nothing else', () => {
    const ingress = one(render(valuesFile('full')), 'Ingress') as unknown as Ingress;
    const paths = ingress.spec.rules.flatMap(({ http }) => http.paths);
    expect(paths).toMatchObject([{ path: '/webhooks/', pathType: 'Prefix' }]);
    expect(ingress.spec.rules[0]?.host).toBe(ingress.spec.tls[0]?.hosts[0]);
  });

  test('selects the pods of the deployment everywhere, and never those of the migration', () => {
    const manifests = render(valuesFile('full'));
    const labels = manifests.flatMap((manifest) =>
      podsOf(manifest).map(() => ({ kind: manifest.kind, labels: labelsOf(manifest) })),
    );
    for (const selector of manifests.flatMap(selectorsOf)) {
      const chosen = labels.filter((pod) => includes(pod.labels, selector.matches));
      expect([selector.kind, chosen.map(({ kind }) => kind)]).toEqual([
        selector.kind,
        ['Deployment'],
      ]);
    }
    expect(manifests.flatMap(selectorsOf)).toHaveLength(5);
  });

  test('migrates before an install and an upgrade, with nothing of the chart at hand', () => {
    const job = one(render(valuesFile('full')), 'Job');
    expect(job.metadata.annotations?.['helm.sh/hook']).toBe('pre-install,pre-upgrade');
    const [pod] = podsOf(job);
    expect(pod?.serviceAccountName).toBeUndefined();
    expect(JSON.stringify(pod)).not.toContain('configMap');
    expect(JSON.stringify(pod)).toContain('jml-bridge-database-owner');
    expect(pod?.containers[0]?.args).toEqual(['migrate']);
  });

  test('replaces pods when bridge.yaml changes', () => {
    const sum = (...settings: string[]) =>
      JSON.stringify(one(render(valuesFile('minimal'), ...settings), 'Deployment')).match(
        /"checksum\/config":"(\w{64})"/,
      )?.[1];
    expect(sum()).toBeDefined();
    expect(sum('config.publicUrl=https://other.example.com')).not.toBe(sum());
    expect(sum('replicaCount=3')).toBe(sum());
  });

  test.each([
    ['a misspelt value', 'replicaCounts=3', 'replicaCounts'],
    ['an ingress without a host', 'ingress.enabled=true', '/ingress/host'],
    ['a bridge that runs its sandbox', 'config.sandbox=true', '/config/sandbox'],
    ['an address without TLS', 'config.publicUrl=http://jml.example.com', '/config/publicUrl'],
    ['a database that nobody named', 'database.existingSecret=', '/database/existingSecret'],
    ['an identity without an id', 'workloadIdentity.enabled=true', '/workloadIdentity/clientId'],
    ['no replica at all', 'replicaCount=0', '/replicaCount'],
  ])('refuses %s', (_, setting, where) => {
    const args = ['--values', valuesFile('minimal'), '--set', setting];
    const { ok, output } = run('template', 'test', CHART, ...args);
    expect([ok, output]).toEqual([false, expect.stringContaining(where)]);
  });

  describe('when it is broken', () => {
    function broken(file: string, right: string, wrong: string): string {
      const copy = join(mkdtempSync(join(tmpdir(), 'chart-')), 'jml-bridge');
      cpSync(CHART, copy, { recursive: true });
      const text = readFileSync(join(copy, file), 'utf8');
      expect(text).toContain(right);
      writeFileSync(join(copy, file), text.replace(right, wrong));
      return copy;
    }

    test('is refused by Helm where a template cannot be rendered', () => {
      const copy = broken(
        'templates/service.yaml',
        '.Values.service.port',
        '.Values.services.port',
      );
      const { ok, output } = run('template', 'test', copy, '--values', valuesFile('full'));
      expect([ok, output]).toEqual([false, expect.stringContaining('service.yaml')]);
    });

    test.each([
      [
        'deployment',
        'readOnly: true',
        'readonly: true',
        /Deployment: .*"readonly"' does not exist/,
      ],
      ['deployment', 'type: RollingUpdate', 'type: Rolling', /Deployment: .*"Rolling"/],
      ['deployment', 'containerPort: 8080', "containerPort: '8080'", /Deployment: .*number/],
      ['ingress', 'pathType: Prefix', 'pathtype: Prefix', /Ingress: .*pathType/],
      ['networkpolicy', 'policyTypes:', 'policyType:', /NetworkPolicy: .*"policyType"/],
      ['servicemonitor', 'path: /metrics', 'paths: /metrics', /ServiceMonitor: .*"paths"/],
      ['migration', 'restartPolicy: Never', 'restartPolicy: No', /Job: /],
      ['service', 'kind: Service', 'kind: Servise', /no such kind/],
    ])('is found out in %s: %s', async (template, right, wrong, finding) => {
      const copy = broken(`templates/${template}.yaml`, right, wrong);
      const { output } = run('template', 'test', copy, '--values', valuesFile('full'));
      const manifests = parseAllDocuments(output).map((one) => one.toJS() as Manifest);
      expect((await kubernetesFindings(manifests)).join('\n')).toMatch(finding);
    });
  });
});

test('the deployments name the version of this project', () => {
  const { version } = JSON.parse(readFileSync(join(CHART, '../../../package.json'), 'utf8'));
  const chart = parse(readFileSync(join(CHART, 'Chart.yaml'), 'utf8')) as { appVersion: string };
  const compose = readFileSync(join(CHART, '../../compose/compose.yaml'), 'utf8');
  const azure = readFileSync(join(CHART, '../../azure/example.parameters.json'), 'utf8');
  expect(chart.appVersion).toBe(version);
  expect(compose).toContain(`jml-bridge:${version}}`);
  expect(azure).toContain(`jml-bridge:${version}"`);
});

test('every value of the chart stands in its schema', () => {
  const values = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as object;
  const schema = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8'));
  const known = Object.keys(schema.properties as object).filter((name) => name !== 'global');
  expect(Object.keys(values).sort()).toEqual(known.sort());
});

interface Ingress {
  spec: {
    tls: { hosts: string[] }[];
    rules: { host: string; http: { paths: object[] } }[];
  };
}

interface Pod {
  securityContext: object;
  serviceAccountName?: string;
  automountServiceAccountToken: boolean;
  topologySpreadConstraints?: { labelSelector: { matchLabels: Labels } }[];
  containers: { securityContext: object; resources: object; args?: string[] }[];
}

type Labels = Record<string, string>;

interface Spec {
  selector?: { matchLabels?: Labels } & Labels;
  podSelector?: { matchLabels: Labels };
  template?: { metadata: { labels: Labels }; spec: Pod };
}

const specOf = (manifest: Manifest) => (manifest as { spec?: Spec }).spec ?? {};

function podsOf(manifest: Manifest): Pod[] {
  const { template } = specOf(manifest);
  return template ? [template.spec] : [];
}

const labelsOf = (manifest: Manifest) => specOf(manifest).template?.metadata.labels ?? {};

function one(manifests: Manifest[], kind: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

/** What each manifest says about the pods it means. A ServiceMonitor means services. */
function selectorsOf(manifest: Manifest): { kind: string; matches: Labels }[] {
  if (manifest.kind === 'ServiceMonitor') return [];
  const { selector, podSelector } = specOf(manifest);
  const spread = podsOf(manifest).flatMap((pod) => pod.topologySpreadConstraints ?? []);
  const all = [
    selector?.matchLabels ?? selector,
    podSelector?.matchLabels,
    spread[0]?.labelSelector.matchLabels,
  ];
  return all.flatMap((matches) => (matches ? [{ kind: manifest.kind, matches }] : []));
}

function includes(labels: Labels, matches: Labels): boolean {
  return Object.entries(matches).every(([name, value]) => labels[name] === value);
}
