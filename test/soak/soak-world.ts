import { compose, type Bridge, type Plugins } from '../../src/compose.js';
import { sandboxConfig, type Config } from '../../src/config/index.js';
import { DEFAULT_TIMING } from '../../src/config/target-defaults.js';
import type { TargetSettings } from '../../src/domain/settings.js';
import { Gate } from '../../src/intake/gate.js';
import { takeDelivery } from '../../src/intake/take-delivery.js';
import type { Connection } from '../../src/kit/connection.js';
import { loadPlugins } from '../../src/load-plugins.js';
import type { Http } from '../../src/ports/http.js';
import type { Log } from '../../src/ports/log.js';
import type { Store } from '../../src/ports/store.js';
import { Life } from '../simulation/life.js';
import { Lookout } from '../simulation/lookout.js';
import { MINUTE } from '../simulation/plan.js';
import { SimClock } from '../simulation/sim-clock.js';
import { SimLoop } from '../simulation/sim-loop.js';
import { SimRandom } from '../simulation/sim-random.js';
import { LoadDesk, loadConnector } from './load-desk.js';
import { LoadEntra } from './load-entra.js';
import type { PlannedTicket } from './workload.js';

/** A Monday on which clocks change nowhere, and it is midnight in Lisbon. */
export const START = Date.parse('2026-11-23T00:00:00Z');
/** Share of deliveries that come twice. */
const REPEATED = 0.05;
const TRAVEL_MS = [20, 200] as const;

/** The whole bridge on a ledger, between a ticket system and an Entra made only for load. */
export class SoakWorld {
  readonly clock = new SimClock(START);
  readonly config = soakConfig();
  readonly desk: LoadDesk;
  readonly entra: LoadEntra;
  /** What the bridge warned of, by event. */
  readonly warnings = new Map<string, number>();
  /** Tickets told of so far. */
  told = 0;
  private readonly random = new SimRandom(1);
  private readonly lookout: Lookout;
  private readonly loop: SimLoop;
  private readonly bridge: Bridge;
  private readonly gate: Gate;

  constructor(
    readonly tickets: readonly PlannedTicket[],
    readonly store: Store,
    plugins: Plugins,
  ) {
    const { clock, random, config } = this;
    const target = config.targets[0] as TargetSettings;
    this.desk = new LoadDesk(tickets);
    this.entra = new LoadEntra(target.jobId, random.fork(), () => clock.now());
    this.lookout = new Lookout(store);
    this.gate = new Gate(clock);
    const life = new Life(
      random.fork(),
      () => 0,
      () => undefined,
    );
    const log = this.counting();
    this.loop = new SimLoop(clock, life, log);
    this.bridge = compose({
      ...{ config, plugins, clock, random: random.fork(), log, faults: life, loop: this.loop },
      store: { ...store, write: (work) => store.write(work).finally(() => this.lookout.touch()) },
      http: () => this.network(),
    });
  }

  async start(): Promise<void> {
    await this.bridge.start();
    this.armNext();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Runs event by event; workers look when a row is due. */
  async runUntil(end: number): Promise<void> {
    for (;;) {
      await settled();
      const { stages, nextAt } = await this.lookout.due(this.clock.now(), 0);
      if (stages.length > 0) {
        this.loop.turn(stages);
        continue;
      }
      const due = Math.min(nextAt, this.clock.nextAt());
      if (due > end) return this.clock.moveTo(end);
      if (this.clock.nextAt() <= due) this.clock.step();
      else this.clock.moveTo(due);
    }
  }

  private armNext(): void {
    const next = this.tickets[this.told];
    if (!next) return;
    this.clock.at(next.at, () => {
      const index = this.told++;
      void this.deliver(index);
      if (this.random.chance(REPEATED)) this.clock.after(MINUTE, () => void this.deliver(index));
      this.armNext();
    });
  }

  private async deliver(index: number): Promise<void> {
    const bytes = Buffer.from(this.desk.delivery(index));
    const reply = await takeDelivery(
      { ...this.bridge, gate: this.gate },
      {
        id: this.random.uuid(),
        connection: this.bridge.connections.get(CONNECTION) as Connection,
        headers: { authorization: ['Bearer soak'] },
        body: { is: 'body', wire: bytes, bytes },
      },
    );
    if (reply.is !== 'accepted') throw new Error(`a delivery was refused: ${reply.problem}`);
  }

  private network(): Http {
    const { clock, random, desk, entra } = this;
    const travel = () => clock.sleep(random.between(...TRAVEL_MS));
    return {
      async send(request) {
        await travel();
        const url = new URL(request.url);
        const answer = url.pathname.startsWith('/desk/')
          ? desk.answer(url, request.body ?? '')
          : entra.answer(request);
        await travel();
        return answer;
      },
    };
  }

  private counting(): Log {
    const count = (event: string) =>
      void this.warnings.set(event, (this.warnings.get(event) ?? 0) + 1);
    return { info: () => undefined, warn: count, error: count };
  }
}

const CONNECTION = 'desk';

/** Templates are those for ServiceNow; what asks the ticket system is the load desk's own. */
export async function soakPlugins(): Promise<Plugins> {
  const { templates } = await loadPlugins({ connectorsDirs: [], templatesDirs: [] });
  return {
    connectors: new Map([[loadConnector.name, loadConnector]]),
    templates: new Map([[loadConnector.name, templates.get('servicenow') ?? []]]),
  };
}

/** Production timings and the lower of the daily limits; the directory may not be read. */
function soakConfig(): Config {
  const config = sandboxConfig({ dataDir: '/nowhere' }, () => '');
  const [target] = config.targets;
  const [connection] = config.connections;
  if (!target || !connection) throw new Error('the sandbox has a target and a connection');
  return {
    ...config,
    connections: [
      {
        ...{ ...connection, name: CONNECTION, connector: loadConnector.name, settings: {} },
        ...{ url: 'http://127.0.0.1:1/desk', auth: { kind: 'none' }, sweep: '' },
        proof: { kind: 'bearer', tokens: ['soak'] },
      },
    ],
    targets: [{ ...target, directoryRead: false, withoutBaseline: 'send', timing: DEFAULT_TIMING }],
  };
}

/** Everything that needs no time has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
