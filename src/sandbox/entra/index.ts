import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';
import type { SandboxRequest, SandboxResponse } from '../message.js';
import type { SandboxPerson, SandboxSite } from '../people.js';
import { type DeepPartial, mergeSettings } from '../servicenow/merge-settings.js';
import type { Collection, SandboxState } from '../state.js';
import { seedDirectory } from './directory/seed.js';
import type { DirectoryUser } from './directory/user.js';
import { EntraFaults } from './faults.js';
import { insteadOf, spoil } from './graph/fault-answer.js';
import { graph } from './graph/graph.js';
import { GraphError } from './graph/graph-error.js';
import { DEFAULT_DOMAIN } from './identities.js';
import { allowHeldDeletes } from './job/control-job.js';
import { settle } from './job/settle.js';
import { DEFAULT_ENTRA_SETTINGS, type EntraSettings } from './settings.js';
import { entraRoutes } from './token/entra-routes.js';
import { EntraWorld } from './world.js';

export type { EntraFault, EntraFaultEffect, EntraFaultPlace } from './faults.js';
export { EntraFaults } from './faults.js';
export * from './identities.js';
export { DEFAULT_ENTRA_SETTINGS, type EntraSettings } from './settings.js';

export interface EntraDeps {
  state: SandboxState;
  clock: Clock;
  random: Random;
  people: readonly SandboxPerson[];
  sites: readonly SandboxSite[];
  settings?: DeepPartial<EntraSettings>;
  faults?: EntraFaults;
}

/** A stand-in for the token endpoint and for Graph: provisioning job, its log, and users. */
export class EntraSandbox {
  /** May be changed at run time; only what goes through `configure` survives a restart. */
  settings: EntraSettings;
  readonly faults: EntraFaults;
  private readonly world: EntraWorld;
  private readonly changes: Collection<DeepPartial<EntraSettings>>;

  constructor(private readonly deps: EntraDeps) {
    const { state, clock, random, people, sites } = deps;
    this.changes = state.collection<DeepPartial<EntraSettings>>('entra.settings');
    const given = mergeSettings(structuredClone(DEFAULT_ENTRA_SETTINGS), deps.settings ?? {});
    this.settings = mergeSettings(given, this.changes.get('changed') ?? {});
    this.faults = deps.faults ?? new EntraFaults(state);
    const settings = () => this.settings;
    this.world = state.atomically(() => {
      const world = new EntraWorld({ state, clock, random, faults: this.faults, settings });
      const domain = this.settings.verifiedDomains[0] ?? DEFAULT_DOMAIN;
      seedDirectory(world.directory, people, sites, domain, clock.now());
      return world;
    });
  }

  /** Token endpoint and its metadata: paths below `/entra`. */
  entra(request: SandboxRequest, baseUrl: string): SandboxResponse {
    return this.deps.state.atomically(() => {
      const fault = this.faults.strike('token', () => true)?.effect;
      try {
        const base = baseUrl.replace(/\/+$/, '');
        const instead = fault ? insteadOf(fault) : null;
        const response = instead ?? entraRoutes(this.world, request, base);
        return fault ? spoil(response, fault) : response;
      } catch (error) {
        if (!(error instanceof GraphError)) throw error;
        return { status: error.status, headers: error.headers, body: '' };
      }
    });
  }

  /** Graph: paths below `/graph`. `baseUrl` is where that is, for Location and next links. */
  graph(request: SandboxRequest, baseUrl: string): SandboxResponse {
    return this.deps.state.atomically(() => {
      settle(this.world);
      const response = graph(this.world, request, baseUrl);
      // Without a delay, what was just staged is due already.
      settle(this.world);
      return response;
    });
  }

  /** Does all work that is due by the clock. */
  settle(): void {
    this.deps.state.atomically(() => settle(this.world));
  }

  configure(change: DeepPartial<EntraSettings>): void {
    this.settings = mergeSettings(this.settings, change);
    this.changes.put('changed', mergeSettings(this.changes.get('changed') ?? {}, change));
    this.world.note('settings', { change });
  }

  /** What an administrator does about a quarantine for too many deletions: they are let through. */
  allowDeletions(): void {
    this.deps.state.atomically(() => {
      settle(this.world);
      if (this.world.job.quarantine?.reason === 'TooManyDeletes') allowHeldDeletes(this.world);
    });
  }

  /** Brings back a job that a drill deleted. */
  restoreJob(): void {
    this.world.changeJob({ deleted: false });
    this.world.note('job', { change: 'restore' });
  }

  /** Puts a user into the directory by other means than the job, as an administrator would. */
  addUser(user: Partial<DirectoryUser> & Pick<DirectoryUser, 'values'>): DirectoryUser {
    const now = this.deps.clock.now();
    const added: DirectoryUser = {
      ...{ id: this.deps.random.uuid(), createdAt: now, readableAt: now, deletedAt: null },
      ...{ externalId: null, managerId: null, onPremises: false, ...user },
    };
    this.world.directory.put(added);
    return added;
  }
}
