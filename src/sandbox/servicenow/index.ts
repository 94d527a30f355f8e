import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';
import type { SandboxRequest, SandboxResponse } from '../message.js';
import type { SandboxPerson, SandboxSite } from '../people.js';
import type { SandboxState } from '../state.js';
import { seed } from './catalog/seed.js';
import { onOptionChange } from './catalog/variables.js';
import { Database } from './database.js';
import { Desk } from './desk.js';
import { FaultList, type ServiceNowFault } from './faults.js';
import { Gateway } from './gateway.js';
import type { Job } from './jobs.js';
import { type DeepPartial, mergeSettings } from './merge-settings.js';
import { composeWebhook } from './outbound/compose.js';
import { Deliverer, type SendWebhook } from './outbound/deliver.js';
import { Outbox } from './outbound/outbox.js';
import { onItemForWebhook } from './outbound/rule.js';
import { type Change, type Listener, Platform } from './platform.js';
import { onApproverChange } from './rules/approval.js';
import { fulfil, onItemClosed, onRequestChange, onTaskChange } from './rules/fulfilment.js';
import { onItemChange } from './rules/item.js';
import { runScenario, type Scenario } from './scenarios.js';
import { DEFAULT_SETTINGS, type ServiceNowSettings } from './settings.js';

export * from './constants.js';
export { DEFAULT_SETTINGS, type ServiceNowSettings } from './settings.js';
export type { FaultEffect, FaultPlace, ServiceNowFault } from './faults.js';
export type { SendResult, SendWebhook } from './outbound/deliver.js';
export type { Scenario } from './scenarios.js';

export interface ServiceNowDeps {
  state: SandboxState;
  clock: Clock;
  random: Random;
  people: readonly SandboxPerson[];
  sites: readonly SandboxSite[];
  settings?: DeepPartial<ServiceNowSettings>;
  faults?: readonly ServiceNowFault[];
  send?: SendWebhook;
}

type Overrides = DeepPartial<ServiceNowSettings>;

/** Rules that run after a change, in this order. */
const RULES: readonly ((platform: Platform, change: Change) => void)[] = [
  onApproverChange,
  onOptionChange,
  onItemForWebhook,
  onItemChange,
  onItemClosed,
  onTaskChange,
  onRequestChange,
];

/** One ServiceNow instance with three catalog items; see facts/itsm-platforms section 10. */
export class ServiceNowSandbox {
  readonly faults: FaultList;
  /** What people do on the instance's own pages. */
  readonly desk: Desk;
  private readonly platform: Platform;
  private readonly gateway: Gateway;
  private readonly outbox: Outbox;
  private readonly deliverer: Deliverer;

  constructor(private readonly deps: ServiceNowDeps) {
    const { state, clock, random } = deps;
    const started = mergeSettings(DEFAULT_SETTINGS, deps.settings ?? {});
    const kept = this.overrides.get('kept') ?? {};
    const settings = mergeSettings(started, kept);
    this.platform = new Platform(state, clock, random, new Database(state), settings);
    this.faults = new FaultList(state);
    for (const fault of deps.faults ?? []) this.faults.add(fault);
    this.gateway = new Gateway(this.platform, this.faults);
    this.outbox = new Outbox(state);
    const send = deps.send ?? (() => Promise.resolve({ failed: 'no sender' }));
    this.deliverer = new Deliverer(this.platform, this.outbox, send);
    this.desk = new Desk(this.platform);
    state.atomically(() => seed(this.platform, deps.people, deps.sites));
    for (const rule of RULES) this.platform.listeners.push(listener(rule, this.platform));
  }

  get settings(): Readonly<ServiceNowSettings> {
    return this.platform.settings;
  }

  /** Changes settings for good: they outlast a restart. */
  configure(change: Overrides): void {
    this.platform.settings = mergeSettings(this.platform.settings, change);
    this.overrides.put('kept', mergeSettings(this.overrides.get('kept') ?? {}, change));
  }

  /** `request.path` is below `/servicenow`, and `baseUrl` is what stands before it. */
  handle(request: SandboxRequest, baseUrl: string): SandboxResponse {
    return this.deps.state.atomically(() => this.gateway.handle(request, baseUrl));
  }

  /** Runs what is due: asynchronous rules and steps of flows. */
  settle(): void {
    if ((this.platform.jobs.nextAt() ?? Infinity) > this.platform.clock.now()) return;
    this.deps.state.atomically(() => {
      for (const job of this.platform.jobs.takeDue(this.platform.clock.now())) this.run(job);
    });
  }

  /** Sends the webhooks that are due, once each. */
  async deliver(): Promise<void> {
    await this.deliverer.deliver();
  }

  /** When `settle` or `deliver` next has something to do. */
  nextDueAt(): number | undefined {
    const times = [this.platform.jobs.nextAt(), this.outbox.nextAt()];
    const known = times.filter((time) => time !== undefined);
    return known.length > 0 ? Math.min(...known) : undefined;
  }

  /** O6: what happens to an instance that no API call brings about. Tells how many items it met. */
  scenario(scenario: Scenario): number {
    return this.deps.state.atomically(() => runScenario(this.platform, scenario));
  }

  private get overrides() {
    return this.deps.state.collection<Overrides>('servicenow.settings');
  }

  private run(job: Job): void {
    switch (job.kind) {
      case 'webhook':
        return composeWebhook(this.platform, this.outbox, this.faults, job);
      case 'fulfil':
        return fulfil(this.platform, job.item);
      case 'insert request':
        return this.platform.db.table('sc_request').put(job.row);
    }
  }
}

function listener(
  rule: (platform: Platform, change: Change) => void,
  platform: Platform,
): Listener {
  return (change) => rule(platform, change);
}
