import type { Http, HttpAnswer, HttpFailure, HttpRequest } from '../../src/ports/http.js';
import type { SandboxRequest, SandboxResponse } from '../../src/sandbox/message.js';
import type { Life } from './life.js';
import type { FaultPlan } from './plan.js';
import type { SimClock } from './sim-clock.js';
import type { NetStrike } from './strikes.js';
import type { SimRandom } from './sim-random.js';

/** Answers below one path, as the stand-ins do. */
export type Upstream = (request: SandboxRequest, baseUrl: string) => SandboxResponse;

export interface Net {
  clock: SimClock;
  random: SimRandom;
  plan: () => FaultPlan;
  /** By the first part of the path: `graph`, `entra`, `servicenow`. */
  upstreams: Readonly<Record<string, Upstream>>;
  /** Told of every call that took effect; what it returns, of the answer where one was heard. */
  onCall: (to: string) => (status: number, retryAfter: string | null) => void;
  /** Told of a request to a place the caller must never reach. */
  onStray: (url: string) => void;
  /** What befalls this request, where a test says so. */
  strike: (request: HttpRequest) => NetStrike | null;
}

const broken = (maybeSent: boolean): HttpFailure => ({
  ...{ is: 'failure', maybeSent },
  why: maybeSent ? 'reset' : 'refused',
});

/** A network that is slow, breaks before or after a call took effect, and in which callers die. */
export function simHttp(net: Net, life: Life, origins: readonly string[]): Http {
  const { clock, random } = net;
  const allowed = new Set(origins.map((origin) => new URL(origin).origin));
  const travel = () => clock.sleep(random.between(1, net.plan().latencyMs));
  const dies = (where: string): boolean => {
    try {
      life.risk(where);
      return false;
    } catch {
      return true;
    }
  };
  return {
    async send(request: HttpRequest): Promise<HttpAnswer | HttpFailure> {
      if (!URL.canParse(request.url) || !allowed.has(new URL(request.url).origin)) {
        return { is: 'failure', maybeSent: false, why: 'not-allowed' };
      }
      await travel();
      if (!life.alive || dies('request on its way')) return life.never();
      const strike = net.strike(request);
      if (strike?.is === 'unsent') return broken(false);
      if (strike?.is === 'lost') return life.guard(unanswered(clock, request));
      if (random.chance(net.plan().breaks / 2)) return broken(random.chance(0.5));
      const { response, heard } = answer(net, request);
      if (dies('request took effect')) return life.never();
      if (strike?.is === 'hangs') return life.guard(unanswered(clock, request));
      if (strike?.is === 'answered') return heard(toAnswer({ ...response, ...strike.answer }));
      if (random.chance(net.plan().breaks / 2)) return broken(true);
      if (random.chance(net.plan().hangs)) return life.guard(unanswered(clock, request));
      await travel();
      if (!life.alive) return life.never();
      return response.drop ? broken(true) : heard(toAnswer(response));
    },
  };
}

async function unanswered(clock: SimClock, { timeoutMs }: HttpRequest): Promise<HttpFailure> {
  await clock.sleep(timeoutMs);
  return { is: 'failure', maybeSent: true, why: 'timeout' };
}

interface Taken {
  response: SandboxResponse;
  /** Notes that this answer reached the bridge. */
  heard: (answer: HttpAnswer) => HttpAnswer;
}

function answer({ upstreams, onStray, onCall }: Net, request: HttpRequest): Taken {
  const url = new URL(request.url);
  const [, place = '', ...rest] = url.pathname.split('/');
  const upstream = upstreams[place];
  if (!upstream) {
    onStray(request.url);
    return { response: { status: 404, headers: {}, body: '' }, heard: (given) => given };
  }
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  const response = upstream(
    {
      method: request.method,
      path: `/${rest.join('/')}`,
      query: url.searchParams,
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: Buffer.from(request.body ?? ''),
    },
    `${url.origin}/${place}`,
  );
  // Entra counts each of its services by itself.
  const to = place === 'graph' ? `graph ${rest.at(-1) ?? ''}` : place;
  const onAnswer = onCall(to);
  const heard = (given: HttpAnswer) => {
    onAnswer(given.status, given.headers['retry-after'] ?? null);
    return given;
  };
  return { response, heard };
}

function toAnswer({ status, headers, body }: SandboxResponse): HttpAnswer {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    ...{ is: 'answer', status, body },
    headers: Object.fromEntries(lower) as Record<string, string>,
  };
}
