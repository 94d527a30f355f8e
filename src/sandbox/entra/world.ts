import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';
import type { Collection, SandboxState } from '../state.js';
import { Directory } from './directory/directory.js';
import type { EntraFaults } from './faults.js';
import { JOB_ID } from './identities.js';
import { type JobState, newJob } from './job/job-state.js';
import { LogBook } from './logs/log-book.js';
import type { FunctionScope } from './mapping/functions.js';
import { SchemaStore } from './mapping/schema-store.js';
import type { EntraSettings } from './settings.js';
import { SigningKey } from './token/signing-key.js';
import { CallWindow } from './upload/call-window.js';
import { StagedQueue } from './upload/staged-queue.js';

/** A manager who was not there when the report was processed. */
export interface PendingReference {
  externalId: string;
  manager: string;
}

export interface WorldParts {
  state: SandboxState;
  clock: Clock;
  random: Random;
  faults: EntraFaults;
  settings: () => EntraSettings;
}

/** Everything the stand-in's parts share: what it knows, the time and chance. */
export class EntraWorld {
  readonly directory: Directory;
  readonly queue: StagedQueue;
  readonly schema: SchemaStore;
  readonly log: LogBook;
  readonly uploads: CallWindow;
  readonly signingKey: SigningKey;
  readonly references: Collection<PendingReference>;
  /** Instants of log reads by app, within one window. */
  readonly logReads = new Map<string, number[]>();
  /** What was due until then is done: nothing happens earlier any more. */
  settledAt = 0;
  lastUploaded = '';
  /** When deleted users were last looked through. */
  sweptAt = 0;
  private readonly jobs: Collection<JobState>;

  constructor(private readonly parts: WorldParts) {
    const { state } = parts;
    this.directory = new Directory(state);
    this.queue = new StagedQueue(state);
    this.schema = new SchemaStore(state);
    this.log = new LogBook(state);
    this.uploads = new CallWindow(state);
    this.signingKey = new SigningKey(state, parts.random);
    this.references = state.collection<PendingReference>('entra.reference');
    this.jobs = state.collection<JobState>('entra.job');
    if (!this.jobs.get(JOB_ID)) this.jobs.put(JOB_ID, newJob(JOB_ID, this.now()));
  }

  get settings(): EntraSettings {
    return this.parts.settings();
  }

  get random(): Random {
    return this.parts.random;
  }

  get faults(): EntraFaults {
    return this.parts.faults;
  }

  get job(): JobState {
    return this.jobs.get(JOB_ID)!;
  }

  changeJob(change: Partial<JobState>): void {
    this.jobs.put(JOB_ID, { ...this.job, ...change });
  }

  now(): number {
    return this.parts.clock.now();
  }

  /** A line of the history; `at` only where something took effect before now. */
  note(op: string, details: Record<string, unknown>, at = this.now()): void {
    this.parts.state.record({ at, system: 'entra', op, ...details });
  }

  functionScope(at: number): FunctionScope {
    return {
      defaultDomain: this.settings.verifiedDomains[0] ?? '',
      now: at,
      fraction: () => this.random.fraction(),
    };
  }
}
