import type { ConnectionSettings } from '../domain/settings.js';
import type { Connector } from '../kit/index.js';
import type { Clock } from '../ports/clock.js';
import type { Faults } from '../ports/faults.js';
import type { Log } from '../ports/log.js';
import type { Random } from '../ports/random.js';
import type { Store } from '../ports/store.js';
import type { Gate } from './gate.js';

export interface Connected {
  settings: ConnectionSettings;
  connector: Connector;
}

export interface IntakeParts {
  store: Store;
  clock: Clock;
  random: Random;
  /** By the connection's name. */
  connections: ReadonlyMap<string, Connected>;
  gate: Gate;
  log: Log;
  faults: Faults;
  /** Called once a delivery is stored, so that nobody waits for the next look. */
  wake?: () => void;
}
