import type { ConnectionSettings } from '../../domain/settings.js';
import type { Connector } from '../../kit/index.js';
import type { Clock } from '../../ports/clock.js';
import type { Connection } from '../../kit/connection.js';
import type { Http } from '../../ports/http.js';
import type { Log } from '../../ports/log.js';
import type { Random } from '../../ports/random.js';
import { connectionHttp } from './connection-http.js';
import { HttpConnection } from './drive-exchange.js';

export interface OpenConnectionDeps {
  clock: Clock;
  random: Random;
  log: Log;
  /** Reaches nothing but the connection's own address. */
  http: Http;
}

/** Puts a configured connection together: network, credentials, conversations. */
export function openConnection(
  settings: ConnectionSettings,
  connector: Connector,
  { clock, random, log, http }: OpenConnectionDeps,
): Connection {
  const tokenUrl = settings.url.replace(/\/+$/, '') + (connector.tokenPath ?? '');
  const authenticated = connectionHttp(http, { auth: settings.auth, tokenUrl, clock, random });
  return new HttpConnection({ settings, connector, http: authenticated, clock, log });
}
