import type { TargetSettings } from '../domain/settings.js';
import type { Clock } from '../ports/clock.js';
import type { Directory } from '../ports/directory.js';
import type { Faults } from '../ports/faults.js';
import type { Log } from '../ports/log.js';
import type { Random } from '../ports/random.js';
import type { Store } from '../ports/store.js';
import type { Template } from './template.js';

export interface MappingDeps {
  store: Store;
  clock: Clock;
  random: Random;
  log: Log;
  /** Tickets of these connections are mapped for this target. */
  connections: readonly { name: string; zone: string }[];
  target: TargetSettings;
  /** Null where the directory may not be read. */
  directory: Directory | null;
  templates: readonly Template[];
  faults: Faults;
}
