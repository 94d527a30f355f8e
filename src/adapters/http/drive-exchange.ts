import Bottleneck from 'bottleneck';
import type { ConnectionSettings } from '../../domain/settings.js';
import type { Connector, ConnectorRequest, Exchange } from '../../kit/index.js';
import type { Clock } from '../../ports/clock.js';
import type { Connection, Driven } from '../../kit/connection.js';
import type { Http, HttpRequest } from '../../ports/http.js';
import type { Log } from '../../ports/log.js';
import { judgeAnswer, type Judged } from './judge-answer.js';
import { connectorFailed, tooManyCalls, wrongAddress } from './reasons.js';

export interface ConnectionDeps {
  settings: ConnectionSettings;
  connector: Connector;
  /** Already adds the connection's credentials. */
  http: Http;
  clock: Clock;
  log: Log;
}

const TIMEOUT_MS = 30_000;
/** A conversation longer than this is going in circles. */
const MOST_REQUESTS = 1_000;
const AFTER_BUG_MS = 60_000;

/** A connection whose conversations are driven over HTTP. */
export class HttpConnection implements Connection {
  readonly settings: ConnectionSettings;
  readonly connector: Connector;
  private readonly gate: Bottleneck;
  private pausedUntil = -Infinity;

  constructor(private readonly deps: ConnectionDeps) {
    this.settings = deps.settings;
    this.connector = deps.connector;
    this.gate = new Bottleneck({ maxConcurrent: Math.max(1, deps.connector.concurrency) });
  }

  run<T>(exchange: () => Exchange<T>): Promise<Driven<T>> {
    return this.gate.schedule(() => this.guarded(exchange));
  }

  private async guarded<T>(exchange: () => Exchange<T>): Promise<Driven<T>> {
    const pauseMs = Math.ceil(this.pausedUntil - this.deps.clock.monotonic());
    if (pauseMs > 0) return { is: 'later', afterMs: pauseMs, why: tooManyCalls };
    try {
      return await this.drive(exchange());
    } catch (error) {
      // A connector that trips over one answer must not stop the others' tickets.
      const { name, stack } = error as Error;
      this.deps.log.error('connector-failed', {
        connection: this.settings.name,
        error: name,
        at: stack?.split('\n')[1]?.trim(),
      });
      return { is: 'later', afterMs: AFTER_BUG_MS, why: connectorFailed, oneRequest: true };
    }
  }

  private async drive<T>(talk: Exchange<T>): Promise<Driven<T>> {
    let turn = talk.next();
    for (let count = 0; !turn.done; count++) {
      if (count >= MOST_REQUESTS) throw new Error('the exchange does not come to an end');
      const request = toHttp(this.settings.url, turn.value);
      if (!request) return { is: 'broken', why: wrongAddress };
      const judged = judgeAnswer(await this.deps.http.send(request), this.deps.clock.now());
      if (judged.is === 'later' && judged.pause) {
        this.pausedUntil = this.deps.clock.monotonic() + judged.afterMs;
      }
      if (judged.is !== 'go-on') {
        talk.return(undefined as T);
        return judged.is === 'later' ? withoutPause(judged) : judged;
      }
      turn = talk.next(judged.answer);
    }
    return { is: 'done', value: turn.value };
  }
}

function withoutPause({ pause: _, ...later }: Judged & { is: 'later' }): Driven<never> {
  return later;
}

/** Everything asked for lies below the connection's own address; null where it does not. */
function toHttp(base: string, request: ConnectorRequest): HttpRequest | null {
  const root = base.replace(/\/+$/, '');
  if (!request.path.startsWith('/') || !URL.canParse(root + request.path)) return null;
  const url = new URL(root + request.path);
  const home = new URL(`${root}/`);
  if (url.origin !== home.origin || !`${url.pathname}/`.startsWith(home.pathname)) return null;
  for (const [name, value] of Object.entries(request.query ?? {})) {
    url.searchParams.set(name, value);
  }
  const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
  return {
    method: request.method,
    url: url.href,
    headers: {
      Accept: 'application/json',
      ...('body' in body ? { 'Content-Type': 'application/json' } : {}),
      ...request.headers,
    },
    ...body,
    timeoutMs: TIMEOUT_MS,
  };
}
