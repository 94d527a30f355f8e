import { connector } from '../../connectors/servicenow/index.js';
import type { Plugins } from '../../src/compose.js';
import type { Config } from '../../src/config/index.js';
import { DEFAULT_TIMING } from '../../src/config/target-defaults.js';
import type { Reason } from '../../src/domain/reason.js';
import { loadTemplates } from '../../src/load-templates.js';
import type { HttpRequest } from '../../src/ports/http.js';
import type { Store } from '../../src/ports/store.js';
import {
  CLIENT_ID,
  JOB_ID,
  SERVICE_PRINCIPAL_ID,
  TENANT_ID,
} from '../../src/sandbox/entra/index.js';
import { checkAll } from '../simulation/checkers/index.js';
import { sentRecords, uploads, type SentRecord } from '../simulation/checkers/facts.js';
import { collect, directoryOf } from '../simulation/collect.js';
import type { FinalUser, History, SandboxEvent } from '../simulation/history.js';
import { HOUR, MINUTE, type FaultPlan } from '../simulation/plan.js';
import { SimRandom } from '../simulation/sim-random.js';
import type { NetStrike } from '../simulation/strikes.js';
import { useVirtualTimers } from '../simulation/virtual-timers.js';
import { World, type WorldOptions } from '../simulation/world.js';
import { openWorldStore } from './open-world-store.js';
import { serverTime } from './server-time.js';
import { Desk } from './desk.js';

export { DAY, HOUR, MINUTE } from '../simulation/plan.js';
export const SECOND = 1_000;
/** Long for one scenario on a busy machine, short for a hang. */
const LIMIT_MS = 120_000;
/** A scenario that ends itself leaves no simulated timers behind to those after it. */
const GRACE_MS = 30_000;

export interface ScenarioOptions extends Pick<WorldOptions, 'start'> {
  plan?: Partial<FaultPlan>;
  configure?: (config: Config) => Config;
  plugins?: Plugins;
  seed?: number;
}

export const PLUGINS: Plugins = {
  connectors: new Map([[connector.name, connector]]),
  templates: loadTemplates(['templates']),
};

const CALM: FaultPlan = {
  ...{ kill: 0, downMs: MINUTE, storeFails: 0, storeOutages: 0, breaks: 0, hangs: 0 },
  ...{ latencyMs: 50, clockSets: 0, skewMs: 0, entra: [], servicenow: [], episodes: 0 },
  webhooks: { lose: 0, duplicate: 0, reorder: 0, brokenJson: 0 },
  ...{ callsPerDay: 2_000, callsPerWindow: 40, recordsPerCall: 50, deletionGuard: null },
  ...{ poison: null, forgeries: 0, directoryRead: true, noise: null, nameTaken: false },
  ...{ busy: false, stars: [], raisedWithinMs: HOUR, slowness: 1, logDelayMs: null },
};

/** One calm world with the timings of production, in which a test makes one thing go wrong. */
export class Scenario {
  /** Every request of the bridge, as it left. */
  readonly requests: (HttpRequest & { at: number })[] = [];
  readonly desk: Desk;
  /** What befalls a request; null lets it go its way. */
  strike: (request: HttpRequest) => NetStrike | null = () => null;
  private readonly before: FinalUser[];
  private readonly limit = AbortSignal.timeout(LIMIT_MS);

  private constructor(
    readonly world: World,
    readonly store: Store,
  ) {
    this.before = directoryOf(world.state);
    this.desk = new Desk(world);
    world.strikes.request = (request) => {
      this.requests.push({ ...request, at: world.clock.now() });
      return this.strike(request);
    };
  }

  static async open(options: ScenarioOptions): Promise<Scenario> {
    const store = await openWorldStore();
    const plan = { ...CALM, ...options.plan };
    const world = new World(
      new SimRandom(options.seed ?? 1),
      plan,
      options.plugins ?? PLUGINS,
      store,
      {
        ...(options.start === undefined ? {} : { start: options.start }),
        configure: (config) => asInProduction(options.configure?.(config) ?? config),
        sweepEveryMs: 5 * MINUTE,
      },
    );
    // Where the engine is a server, the bridge goes by the server's time.
    if (store.atWork) world.storeTime = await serverTime(store, world.clock);
    return new Scenario(world, store);
  }

  get now(): number {
    return this.world.clock.now();
  }

  async run(ms: number): Promise<void> {
    await this.world.runUntil(this.now + ms, this.limit);
  }

  /** What reached Entra, call by call. */
  calls(): SandboxEvent[] {
    return uploads(this.events());
  }

  /** What reached Entra, person by person. */
  sent(person?: string): SentRecord[] {
    const all = sentRecords({ events: this.events() } as unknown as History);
    return person === undefined ? all : all.filter(({ externalId }) => externalId === person);
  }

  events(): SandboxEvent[] {
    const lines = this.world.state.history();
    return lines.map(({ seq, json }) => ({ ...(JSON.parse(json) as SandboxEvent), seq }));
  }

  requestsTo(part: string): (HttpRequest & { at: number })[] {
    return this.requests.filter(({ url }) => url.includes(part));
  }

  /** What the ticket system would answer to a request of before, now. */
  askAgain({ method, url, headers }: HttpRequest): string {
    const { pathname, searchParams } = new URL(url);
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const again = {
      ...{ method, path: pathname.replace('/servicenow', ''), query: searchParams },
      headers: Object.fromEntries(lower) as Record<string, string>,
      body: Buffer.alloc(0),
    };
    const answer = this.world.servicenow.handle(again, BASE);
    if (answer.status !== 200) throw new Error(`asked again: ${answer.status} ${answer.body}`);
    return answer.body;
  }

  /** Step and state of every change the ticket made, in their order. */
  async changes(ref: string): Promise<string[]> {
    const rows = await this.store.read
      .selectFrom('change')
      .innerJoin('ticket', 'ticket.id', 'change.ticket_id')
      .select(['change.step', 'change.state'])
      .where('ticket.ref', '=', ref)
      .orderBy('change.effective_at')
      .orderBy('change.id')
      .execute();
    return rows.map(({ step, state }) => `${step} ${state}`);
  }

  ticket(ref: string) {
    const tickets = this.store.read.selectFrom('ticket').selectAll();
    return tickets.where('ref', '=', ref).executeTakeFirstOrThrow();
  }

  /** What is, or was, put before a human: cause, subject, words, and from when to when. */
  async attention(): Promise<{ cause: string; subject: string; reason: Reason; at: number }[]> {
    const rows = await this.store.read.selectFrom('attention').selectAll().execute();
    return rows.map(({ cause, subject, reason, opened_at }) => ({
      ...{ cause, subject, at: opened_at },
      reason: JSON.parse(reason) as Reason,
    }));
  }

  async openCauses(): Promise<string[]> {
    const open = this.store.read.selectFrom('attention').select('cause');
    return (await open.where('closed_at', 'is', null).execute()).map(({ cause }) => cause);
  }

  userOf(person: string): FinalUser | undefined {
    return directoryOf(this.world.state).find(({ externalId }) => externalId === person);
  }

  /** As an administrator would: `start`, `pause`, `restart`. */
  controlJob(action: string, body: object = {}): void {
    const { entra } = this.world;
    const roles = entra.settings.roles;
    entra.settings.roles = [...roles, 'Synchronization.ReadWrite.All'];
    const form = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: 'sandbox' },
      scope: 'http://127.0.0.1/.default',
    });
    const ask = (path: string, headers: Record<string, string>, text: string) => ({
      ...{ method: 'POST', path, headers, query: new URLSearchParams() },
      body: Buffer.from(text),
    });
    const token = entra.entra(ask(`/${TENANT_ID}/oauth2/v2.0/token`, {}, form.toString()), BASE);
    const { access_token } = JSON.parse(token.body) as { access_token: string };
    const path = `/v1.0/servicePrincipals/${SERVICE_PRINCIPAL_ID}/synchronization/jobs/${JOB_ID}/${action}`;
    const headers = { authorization: `Bearer ${access_token}` };
    const answer = entra.graph(ask(path, headers, JSON.stringify(body)), BASE);
    entra.settings.roles = roles;
    if (answer.status !== 204) throw new Error(`${action} was answered ${answer.status}`);
  }

  /** Everything the invariants forbid that has happened until now. */
  async violations(): Promise<string[]> {
    const { world, store } = this;
    world.entra.settle();
    const history = await collect({
      ...{ state: world.state, store, before: this.before, target: world.config.targets[0]! },
      ...{ log: world.log, employeeNumbers: world.instance.employeeNumbers },
      ...{ skewMs: world.plan.skewMs, end: this.now },
    });
    const found = checkAll(history).map(({ invariant, what }) => `${invariant} ${what}`);
    return [...found, ...world.strays.map((url) => `I10 called ${url}`)];
  }

  async close(): Promise<void> {
    await this.store.close();
    this.world.state.close();
  }
}

const BASE = 'http://127.0.0.1';

/** A test in a world of its own, whose process runs when the play begins. */
export function scenario(
  title: string,
  play: (s: Scenario) => Promise<void>,
  options: ScenarioOptions = {},
): void {
  test(title, () => playing(play, options), LIMIT_MS + GRACE_MS);
}

export async function playing(
  play: (s: Scenario) => Promise<void>,
  options: ScenarioOptions = {},
): Promise<void> {
  const s = await Scenario.open(options);
  const restore = useVirtualTimers(s.world.clock, s.world.store.atWork !== undefined);
  try {
    s.world.startHost();
    await play(s);
  } finally {
    restore();
    await s.close();
  }
}

function asInProduction(config: Config): Config {
  const timing = { ...DEFAULT_TIMING };
  return { ...config, targets: config.targets.map((target) => ({ ...target, timing })) };
}
