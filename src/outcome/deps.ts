import type { TargetSettings } from '../domain/settings.js';
import type { Clock } from '../ports/clock.js';
import type { Directory } from '../ports/directory.js';
import type { Entra } from '../ports/entra.js';
import type { Faults } from '../ports/faults.js';
import type { Log } from '../ports/log.js';
import type { Random } from '../ports/random.js';
import type { Store } from '../ports/store.js';

export interface OutcomeDeps {
  store: Store;
  clock: Clock;
  random: Random;
  entra: Entra;
  /** Null where the directory may not be read. */
  directory: Directory | null;
  target: TargetSettings;
  log: Log;
  faults: Faults;
}
