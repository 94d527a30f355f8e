import { SteadyClock } from '../../src/adapters/steady-clock.js';
import { clockWatch } from '../../src/clock-watch.js';
import { compose, type Bridge, type Plugins } from '../../src/compose.js';
import type { Config } from '../../src/config/index.js';
import { Gate } from '../../src/intake/gate.js';
import { takeDelivery } from '../../src/intake/take-delivery.js';
import type { Clock } from '../../src/ports/clock.js';
import type { FaultPoint, Faults } from '../../src/ports/faults.js';
import type { Log } from '../../src/ports/log.js';
import type { Store } from '../../src/ports/store.js';
import type { SendResult } from '../../src/sandbox/servicenow/index.js';
import { runSweep } from '../../src/verify/sweep.js';
import { statusOf } from '../../src/intake/problem.js';
import { HostDied, type Life } from './life.js';
import { SimLoop } from './sim-loop.js';
import { simHttp, type Net } from './sim-http.js';
import type { SimClock } from './sim-clock.js';
import type { SimRandom } from './sim-random.js';
import { simStore, type StoreFaults } from './sim-store.js';

export interface HostParts {
  config: Config;
  plugins: Plugins;
  clock: SimClock;
  random: SimRandom;
  log: Log;
  store: Store;
  net: Net;
  storeFaults: StoreFaults;
  skewMs: () => number;
  /** The time of the store, where the bridge goes by that and not by its machine's clock. */
  storeTime: Clock | undefined;
  /** Told where the product stands, before anything can strike it there. */
  onPoint: (point: FaultPoint) => void;
  sweepEveryMs: () => number;
}

/** The bridge in one life of its process. */
export class Host {
  readonly loop: SimLoop;
  private readonly bridge: Bridge;
  private readonly gate: Gate;
  private readonly clock: Clock;

  constructor(
    private readonly parts: HostParts,
    readonly life: Life,
  ) {
    const { config, plugins, random, log, net } = parts;
    const { storeTime, skewMs } = parts;
    const clock = storeTime
      ? life.clock(storeTime, () => 0)
      : new SteadyClock(life.clock(parts.clock, skewMs));
    this.clock = clock;
    this.gate = new Gate(clock);
    const faults: Faults = {
      reach(point) {
        parts.onPoint(point);
        life.reach(point);
      },
    };
    this.loop = new SimLoop(parts.clock, life, log);
    this.bridge = compose({
      ...{ config, plugins, clock, random, log, faults, loop: this.loop },
      store: simStore(parts.store, life, random, parts.storeFaults),
      http: (origins) => simHttp(net, life, origins),
    });
  }

  /** By how much this process believes the time to be another one. */
  get skewMs(): number {
    return this.clock.now() - this.parts.clock.now();
  }

  /** Recovers and begins to work; a death meanwhile is no error. */
  async start(): Promise<void> {
    try {
      await this.life.guard(this.bridge.start());
      const { bridge, clock } = this;
      if (clock instanceof SteadyClock) this.loop.start(clockWatch({ ...bridge, clock }));
      void this.sweepNowAndThen();
    } catch (error) {
      if (!(error instanceof HostDied)) this.life.kill(`start failed: ${String(error)}`);
    }
  }

  /** A webhook comes in; no answer where the process dies over it. */
  async deliver(name: string, headers: Record<string, string>, body: string): Promise<SendResult> {
    const connection = this.bridge.connections.get(name);
    if (!this.life.alive || !connection) return { failed: 'ECONNREFUSED' };
    const bytes = Buffer.from(body);
    const lower = Object.entries(headers).map(([key, value]) => [key.toLowerCase(), [value]]);
    const arrival = {
      ...{ id: this.parts.random.uuid(), connection },
      headers: Object.fromEntries(lower) as Record<string, string[]>,
      body: { is: 'body' as const, wire: bytes, bytes },
    };
    const parts = { ...this.bridge, gate: this.gate, wake: () => this.loop.wake() };
    const died = this.life.ended.then((): SendResult => ({ failed: 'ECONNRESET' }));
    const reply = takeDelivery(parts, arrival).then(
      (given): SendResult => ({
        status: given.is === 'accepted' ? 202 : statusOf(given.problem),
      }),
      (error: unknown): SendResult => {
        if (error instanceof HostDied) return { failed: 'ECONNRESET' };
        throw error;
      },
    );
    return Promise.race([reply, died]);
  }

  private async sweepNowAndThen(): Promise<void> {
    const { connections, plugins, log } = this.bridge;
    while (this.life.alive) {
      for (const connection of connections.values()) {
        const { connector } = connection.settings;
        const catalogItems = (plugins.templates.get(connector) ?? []).map(
          ({ when }) => when.catalogItem,
        );
        try {
          const sweep = runSweep({ ...this.bridge, connection, catalogItems });
          if ((await this.life.guard(sweep)) > 0) this.loop.wake();
        } catch (error) {
          log.error('sweep-failed', { error: (error as Error).name });
        }
      }
      await this.parts.clock.sleep(this.parts.sweepEveryMs());
    }
  }
}
