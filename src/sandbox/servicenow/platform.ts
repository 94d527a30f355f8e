import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';
import type { SandboxState } from '../state.js';
import type { Database } from './database.js';
import { JobQueue } from './jobs.js';
import { toPlatformTime } from './platform-time.js';
import type { Row } from './row.js';
import type { ServiceNowSettings } from './settings.js';

/** Who does something: a user of the instance, or the platform itself. */
export interface Actor {
  sysId: string;
  userName: string;
  admin: boolean;
  timeZone: string;
  /** In luxon's tokens. */
  dateFormat: string;
}

export const SYSTEM: Actor = {
  sysId: '',
  userName: 'system',
  admin: true,
  timeZone: 'UTC',
  dateFormat: 'yyyy-MM-dd',
};

export interface Change {
  table: string;
  before: Row | undefined;
  after: Row;
  by: Actor;
  /** Elements a note was written to. */
  journals: string[];
}

/** Called after every change of a record that its rules have let through. */
export type Listener = (change: Change) => void;

/** What all parts of the instance share. */
export class Platform {
  readonly jobs: JobQueue;
  readonly listeners: Listener[] = [];
  settings: ServiceNowSettings;

  constructor(
    readonly state: SandboxState,
    readonly clock: Clock,
    readonly random: Random,
    readonly db: Database,
    settings: ServiceNowSettings,
  ) {
    this.settings = settings;
    this.jobs = new JobQueue(state);
  }

  /** Now, as records store it. */
  stamp(): string {
    return toPlatformTime(this.clock.now());
  }

  newSysId(): string {
    return this.random.uuid().replaceAll('-', '');
  }

  /** When an asynchronous rule that is queued now will run; no two need keep their order. */
  asyncTime(): number {
    const [least, most] = this.settings.asyncDelayMs;
    return this.clock.now() + Math.round(least + this.random.fraction() * (most - least));
  }

  record(op: string, detail: Record<string, unknown>): void {
    this.state.record({ at: this.clock.now(), system: 'servicenow', op, ...detail });
  }
}
