import { sandboxConfig, type Config } from '../../src/config/index.js';
import { DEFAULT_TIMING } from '../../src/config/target-defaults.js';
import type { Plugins } from '../../src/compose.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Log } from '../../src/ports/log.js';
import type { Store } from '../../src/ports/store.js';
import { logLine } from '../../src/adapters/log-line.js';
import { EntraSandbox } from '../../src/sandbox/entra/index.js';
import { PEOPLE, SITES } from '../../src/sandbox/people-data.js';
import { ServiceNowSandbox } from '../../src/sandbox/servicenow/index.js';
import { SandboxState } from '../../src/sandbox/state.js';
import type { Call } from './history.js';
import { Host } from './host.js';
import { Instance } from './instance.js';
import { Life } from './life.js';
import { Lookout } from './lookout.js';
import { calm, HOUR, MINUTE, type FaultPlan } from './plan.js';
import { SimClock } from './sim-clock.js';
import { calmly, type Strikes } from './strikes.js';
import type { SimRandom } from './sim-random.js';
import type { Net, Upstream } from './sim-http.js';
import type { WorldStore } from './world-store.js';

/** A Wednesday on which clocks change nowhere. */
export const START = Date.parse('2026-11-25T06:00:00Z');
const SECRET = 'whsec_c2ltdWxhdGVkIHdlYmhvb2sgc2VjcmV0';

/** What a directed scenario sets up otherwise. */
export interface WorldOptions {
  start?: number;
  configure?: (config: Config) => Config;
  sweepEveryMs?: number;
  /** Put between the bridge and a stand-in. */
  through?: (upstream: Upstream) => Upstream;
  /** What the bridge writes to, where that is not the world's own view of the ledger. */
  hostStore?: Store;
  /** How often the bridge looks at the job, and for tickets no webhook told of. */
  pollMs?: number;
}

/** Both stand-ins, the process of the bridge that is killed and started again, and the time. */
export class World {
  readonly clock: SimClock;
  readonly state = new SandboxState(':memory:');
  readonly log: string[] = [];
  readonly entra: EntraSandbox;
  readonly instance: Instance;
  readonly config: Config;
  /** Why each life ended. */
  readonly deaths: string[] = [];
  /** Violations the world itself meets. */
  readonly strays: string[] = [];
  /** What went over the network. */
  readonly calls: Call[] = [];
  readonly starts: number[] = [];
  skewMs = 0;
  storeDown = false;
  /** What the bridge goes by from its next start on, where that is not its machine's clock. */
  storeTime: Clock | undefined;
  /** Faults that strike where a test says, not where chance has it. */
  readonly strikes: Strikes = calmly();
  readonly servicenow: ServiceNowSandbox;
  host: Host | null = null;
  private calm = false;
  private settledAt = Infinity;
  private upAtSettling = false;
  private readonly lookout: Lookout;

  constructor(
    readonly random: SimRandom,
    public plan: FaultPlan,
    private plugins: Plugins,
    readonly store: WorldStore,
    private readonly options: WorldOptions = {},
  ) {
    this.clock = new SimClock(options.start ?? START);
    const config = configOf(plan, options.pollMs ?? 15 * MINUTE);
    this.config = options.configure?.(config) ?? config;
    this.lookout = new Lookout(store);
    const { state, clock } = this;
    const common = { state, clock, people: PEOPLE, sites: SITES };
    this.entra = new EntraSandbox({ ...common, random: random.fork() });
    this.entra.settings.dailyCalls = { P1: plan.callsPerDay, Governance: plan.callsPerDay };
    this.entra.settings.burst = { calls: plan.callsPerWindow, windowMs: 5_000 };
    this.entra.settings.accidentalDeletionThreshold = plan.deletionGuard;
    this.entra.settings.scale = plan.slowness;
    if (plan.logDelayMs) this.entra.settings.logDelayMs = plan.logDelayMs;
    if (plan.nameTaken) this.entra.addUser({ values: { ...NAMESAKE } });
    this.servicenow = new ServiceNowSandbox({
      ...{ ...common, random: random.fork() },
      settings: {
        asyncDelayMs: [0, 3_000],
        webhook: { url: 'http://127.0.0.1:8080/webhooks/servicenow-sandbox', secret: SECRET },
      },
      send: (_url, headers, body) => this.sendWebhook(headers, body),
    });
    this.instance = new Instance(this.servicenow, clock, () => this.tickServicenow());
  }

  /** What the next process finds in its folders. */
  replacePlugins(plugins: Plugins): void {
    this.plugins = plugins;
  }

  /** From then on nothing was wrong: no fault was in force, and the process ran. */
  get calmFrom(): number {
    return (
      this.starts.find((start) => start >= this.settledAt && !this.upAtSettling) ?? this.settledAt
    );
  }

  /** Starts the process, again where it was killed. */
  startHost(): void {
    const random = this.random.fork();
    const life = new Life(
      random,
      () => this.plan.kill,
      (where) => {
        this.deaths.push(`${new Date(this.clock.now()).toISOString()} ${where}`);
        this.clock.after(random.between(1_000, this.plan.downMs), () => this.startHost());
      },
    );
    this.host = new Host(
      {
        ...{ config: this.config, plugins: this.plugins, clock: this.clock, random },
        ...{
          log: this.logger(),
          store: telling(this.options.hostStore ?? this.store, () => this.lookout.touch()),
          net: this.net(random),
        },
        storeFaults: {
          down: () => this.storeDown,
          failing: () => this.plan.storeFails,
          commit: () => this.strikes.commit(),
        },
        skewMs: () => this.skewMs,
        storeTime: this.storeTime,
        onPoint: (point) => this.strikes.point(point),
        sweepEveryMs: () =>
          this.options.sweepEveryMs ?? this.options.pollMs ?? (this.calm ? HOUR : 15 * MINUTE),
      },
      life,
    );
    this.lookout.reset();
    this.starts.push(this.clock.now());
    void this.host.start();
  }

  /** Arms what the plan has in store for the time until then. */
  scheduleFaults(until: number): void {
    const { plan, random, clock } = this;
    // Most things go wrong while people work.
    const whileRaised = Math.min(plan.raisedWithinMs + HOUR / 2, until - clock.now());
    const within = () => random.between(0, random.chance(0.7) ? whileRaised : until - clock.now());
    for (let count = 0; count < plan.episodes; count++) this.scheduleEpisode(within(), count);
    for (let count = 0; count < plan.storeOutages; count++) {
      clock.after(within(), () => {
        this.storeDown = true;
        clock.after(random.between(MINUTE, 10 * MINUTE), () => (this.storeDown = false));
      });
    }
    for (let count = 0; count < plan.clockSets; count++) {
      clock.after(
        within(),
        () => (this.skewMs = Math.round(random.between(-plan.skewMs, plan.skewMs))),
      );
    }
    this.armWebhookFaults();
    this.scheduleMischief(within);
    this.scheduleOperator();
  }

  /** A record that Entra refuses with all that come with it, and deliveries of somebody unknown. */
  private scheduleMischief(within: () => number): void {
    const { plan, clock } = this;
    if (plan.noise) {
      const effect = { is: plan.noise } as const;
      this.entra.faults.add({ id: 'noise', on: 'logs', effect, every: 2 });
    }
    if (plan.poison) {
      const match = { externalId: plan.poison };
      const effect = { is: 'status', status: 400 } as const;
      this.entra.faults.add({ id: 'poison', on: 'bulkUpload', effect, match });
    }
    for (let count = 0; count < plan.forgeries; count++) {
      clock.after(within(), () => void this.forgeWebhook());
    }
  }

  /** Tells of an approval, with a signature that does not fit. */
  private async forgeWebhook(): Promise<void> {
    const item = this.random.pick(this.servicenow.desk.items());
    const host = this.host;
    if (!item || !host?.life.alive) return;
    const body = JSON.stringify({
      ...{ sys_id: item['sys_id'], number: item['number'], table: 'sc_req_item' },
      ...{ event: 'approval.approved', instance: 'sandbox' },
    });
    const headers = {
      'webhook-id': `msg_forged_${this.random.uuid()}`,
      'webhook-timestamp': String(Math.floor(this.clock.now() / 1000)),
      'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
    };
    const answer = await host.deliver('servicenow-sandbox', headers, body);
    const status = 'status' in answer ? answer.status : null;
    this.state.record({ at: this.clock.now(), system: 'sandbox', op: 'forgery', status });
  }

  /** Looks now and then whether the deletion guard has stopped the job, and lets it go on. */
  private scheduleOperator(): void {
    if (this.plan.deletionGuard === null) return;
    this.clock.after(HOUR, () => {
      this.entra.allowDeletions();
      this.scheduleOperator();
    });
  }

  /** Ends every fault. */
  settleDown(): void {
    this.calm = true;
    this.settledAt = this.clock.now();
    this.upAtSettling = this.host?.life.alive ?? false;
    this.plan = calm(this.plan);
    this.entra.faults.clear();
    this.servicenow.faults.clear();
    this.storeDown = false;
    this.skewMs = 0;
  }

  /** Runs event by event; workers look when a row is due, and when anything changed. */
  async runUntil(end: number, limit?: AbortSignal): Promise<void> {
    for (;;) {
      limit?.throwIfAborted();
      await this.settled();
      const stageAt = await this.lookAround();
      if (stageAt === null) continue;
      const due = Math.min(stageAt, this.clock.nextAt());
      if (due > end) return this.clock.moveTo(end);
      if (this.clock.nextAt() <= due) this.clock.step();
      else this.clock.moveTo(due);
    }
  }

  /** Everything that needs no time has happened. */
  private async settled(): Promise<void> {
    const turn = () => new Promise((resolve) => realImmediate(resolve));
    await turn();
    for (let work = this.store.atWork?.(); work; work = this.store.atWork?.()) {
      await work;
      await turn();
    }
  }

  /** Lets the stages look that have something to do; when the next one will have. */
  private async lookAround(): Promise<number | null> {
    const host = this.host;
    if (!host?.life.alive) return Infinity;
    const { stages, nextAt } = await this.lookout.due(this.clock.now(), host.skewMs);
    if (stages.length === 0) return nextAt;
    host.loop.turn(stages);
    return null;
  }

  private net(random: SimRandom): Net {
    const { through = (upstream: Upstream) => upstream } = this.options;
    return {
      ...{ clock: this.clock, random: random.fork(), plan: () => this.plan },
      upstreams: {
        entra: through((request, base) => this.entra.entra(request, base)),
        graph: through((request, base) => this.entra.graph(request, base)),
        servicenow: through((request, base) => {
          const answer = this.servicenow.handle(request, base);
          this.tickServicenow();
          return answer;
        }),
      },
      onCall: (to) => {
        const call: Call = { at: this.clock.now(), to, status: null, retryAfter: null };
        this.calls.push(call);
        return (status, retryAfter) => void Object.assign(call, { status, retryAfter });
      },
      onStray: (url) => void this.strays.push(url),
      strike: (request) => this.strikes.request(request),
    };
  }

  private async sendWebhook(headers: Record<string, string>, body: string) {
    await this.clock.sleep(this.random.between(1, this.plan.latencyMs));
    const host = this.host;
    if (!host?.life.alive) return { failed: 'ECONNREFUSED' };
    return host.deliver('servicenow-sandbox', headers, body);
  }

  /** Flows and webhooks of the instance run when they are due. */
  private tickServicenow(): void {
    const due = this.servicenow.nextDueAt();
    if (due === undefined) return;
    this.clock.at(due, () => {
      this.servicenow.settle();
      void this.servicenow.deliver();
      if ((this.servicenow.nextDueAt() ?? Infinity) > this.clock.now()) this.tickServicenow();
    });
  }

  private scheduleEpisode(after: number, count: number): void {
    const { random, plan, clock } = this;
    const id = `episode-${count}`;
    const inEntra = plan.entra.length > 0 && random.chance(0.6);
    const times = random.chance(0.5) ? { times: 1 + random.below(4) } : {};
    const lasts = random.between(MINUTE, 90 * MINUTE);
    clock.after(after, () => {
      if (inEntra) this.entra.faults.add({ id, ...random.pick(plan.entra), ...times });
      else if (plan.servicenow.length > 0)
        this.servicenow.faults.add({ id, ...random.pick(plan.servicenow), ...times });
      clock.after(lasts, () => {
        this.entra.faults.clear(id);
        this.servicenow.faults.clear(id);
      });
    });
  }

  private armWebhookFaults(): void {
    const { lose, duplicate, reorder, brokenJson } = this.plan.webhooks;
    const every = (share: number) => Math.max(1, Math.round(1 / share));
    const arm = (id: 'lose' | 'duplicate' | 'reorder' | 'brokenJson', share: number) => {
      if (share > 0.05)
        this.servicenow.faults.add({ id, on: 'webhook', effect: { is: id }, every: every(share) });
    };
    arm('lose', lose);
    arm('duplicate', duplicate);
    arm('reorder', reorder);
    arm('brokenJson', brokenJson);
  }

  private logger(): Log {
    const at = (level: 'info' | 'warn' | 'error') => (event: string, fields?: object) =>
      void this.log.push(logLine({ at: this.clock.now(), level, event, fields: fields ?? {} }));
    return { info: at('info'), warn: at('warn'), error: at('error') };
  }
}

const NAMESAKE = {
  ...{ userPrincipalName: 'nova.recruit@sandbox.example', displayName: 'Another Nova Recruit' },
  accountEnabled: true,
};

function limitsOf({ callsPerDay, callsPerWindow, recordsPerCall }: FaultPlan) {
  return { callsPerDay, callsPerWindow, recordsPerCall };
}

function telling(store: Store, onWrite: () => void): Store {
  return { ...store, write: (work) => store.write(work).finally(onWrite) };
}

function configOf(plan: FaultPlan, jobCheckMs: number): Config {
  const config = sandboxConfig({ dataDir: '/nowhere' }, () => SECRET);
  const [target] = config.targets;
  if (!target) throw new Error('the sandbox has a target');
  return {
    ...config,
    targets: [
      {
        ...target,
        directoryRead: plan.directoryRead,
        withoutBaseline: 'send',
        limits: { ...target.limits, ...limitsOf(plan) },
        timing: { ...DEFAULT_TIMING, jobCheckMs },
      },
    ],
  };
}

const realImmediate = setImmediate;
