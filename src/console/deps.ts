import type { ConnectionSettings } from '../domain/settings.js';
import type { Connector } from '../kit/index.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { Store } from '../ports/store.js';
import type { Access } from './access.js';

export interface ConsoleDeps {
  store: Store;
  clock: Clock;
  /** Where people reach the console; no slash at the end. */
  publicUrl?: string;
  connections: Map<string, { settings: ConnectionSettings; connector: Connector }>;
  access: Access;
  /** Shown as a badge on every page, e.g. `sandbox` or `production`. */
  environment: string;
  log?: Log;
}
