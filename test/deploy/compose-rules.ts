/** What a compose file must hold beyond its schema; `undefined` anywhere is a key left out. */
export interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
  volumes: Record<string, object>;
  configs: Record<string, { file: string }>;
  secrets: Record<string, { file: string }>;
}

interface Service {
  image?: string;
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  stop_grace_period?: string;
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, object>;
  networks?: string[];
  ports?: object[];
  volumes?: string[];
  configs?: { source: string; target: string }[];
  /** A name, or a name with the file name it is mounted under. */
  secrets?: (Mount | string)[];
  deploy?: { resources?: { limits?: { cpus?: string; memory?: string; pids?: number } } };
}

interface Mount {
  source: string;
  target: string;
}

const RUNS_ONCE = ['migrate'];

/** One sentence for each thing that is wrong; none where all is well. */
export function composeFindings(file: Compose): string[] {
  const each = Object.entries(file.services).flatMap(([name, service]) =>
    [...hardening(service), ...running(name, service), ...references(file, service)].map(
      (finding) => `${name}: ${finding}`,
    ),
  );
  return [...each, ...exposure(file)];
}

function hardening(service: Service): string[] {
  const limits = service.deploy?.resources?.limits ?? {};
  return failed({
    'has a writable root': service.read_only === true,
    'keeps capabilities': service.cap_drop?.includes('ALL') ?? false,
    'may gain privileges': service.security_opt?.includes('no-new-privileges:true') ?? false,
    'runs as root or by name': /^[1-9]\d*:[1-9]\d*$/.test(service.user ?? ''),
    'has no limits': Boolean(limits.cpus && limits.memory && limits.pids),
    'has no pinned version':
      /:[\w.-]+\}?$/.test(service.image ?? '') && !/:latest/.test(service.image ?? ''),
  });
}

function running(name: string, service: Service): string[] {
  if (RUNS_ONCE.includes(name)) return [];
  const check = service.healthcheck?.test.join(' ') ?? '';
  return failed({
    'has no time to stop in': seconds(service.stop_grace_period) >= 30,
    'has no health check': check !== '',
    'does not ask whether deliveries can be kept':
      !name.startsWith('bridge') || check.includes('/readyz'),
  });
}

/** A secret, and the name below /run/secrets that it is read by. */
export const mountOf = (secret: Mount | string): Mount =>
  typeof secret === 'string' ? { source: secret, target: secret } : secret;

/** The schema does not look whether what is named is there. */
function references(file: Compose, service: Service): string[] {
  const mounts = (service.secrets ?? []).map(mountOf);
  const read = Object.values(service.environment ?? {}).flatMap((value) =>
    [...value.matchAll(/\/run\/secrets\/([\w.-]+)/g)].map(([, secret]) => secret ?? ''),
  );
  const named = (service.volumes ?? [])
    .map((volume) => volume.split(':')[0] ?? '')
    .filter((source) => /^\w/.test(source));
  return [
    ...missing('network', service.networks ?? [], Object.keys(file.networks)),
    ...missing('volume', named, Object.keys(file.volumes)),
    ...missing(
      'config',
      (service.configs ?? []).map(({ source }) => source),
      Object.keys(file.configs),
    ),
    ...missing(
      'secret',
      mounts.map(({ source }) => source),
      Object.keys(file.secrets),
    ),
    ...missing(
      'mounted secret',
      read,
      mounts.map(({ target }) => target),
    ),
    ...missing('service', Object.keys(service.depends_on ?? {}), Object.keys(file.services)),
  ];
}

/** The proxy alone is seen from outside, and the database from the bridge alone. */
function exposure({ services, networks }: Compose): string[] {
  const publishing = Object.keys(services).filter((name) => services[name]?.ports);
  return failed({
    'something beside the proxy is published': publishing.join() === 'proxy',
    'the network of the database leads outside': networks['data']?.internal === true,
    'the proxy reaches the database': !services['proxy']?.networks?.includes('data'),
    'the database is on the outer network': services['postgres']?.networks?.join() === 'data',
  });
}

function failed(checks: Record<string, boolean>): string[] {
  return Object.keys(checks).filter((finding) => !checks[finding]);
}

function missing(kind: string, named: string[], there: string[]): string[] {
  return named.filter((name) => !there.includes(name)).map((name) => `there is no ${kind} ${name}`);
}

function seconds(duration = '0s'): number {
  const [, amount, unit] = /^(\d+)(s|m)$/.exec(duration) ?? [];
  return Number(amount ?? 0) * (unit === 'm' ? 60 : 1);
}
