import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { Http, HttpAnswer, HttpFailure, HttpRequest } from '../../ports/http.js';
import { checkedLookup, systemResolve, type Resolve } from './checked-lookup.js';
import { failureOf } from './network-failure.js';

const MAX_BYTES = 10 * 1024 * 1024;

export interface Reach {
  /** May any name lead into a private network? What an origin itself says is taken as meant. */
  allowPrivate?: boolean;
  maxBytes?: number;
  resolve?: Resolve;
}

/** Http over axios. Only the given origins can be reached; redirects are answers, not followed. */
export class AxiosHttp implements Http {
  private readonly agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent };
  private readonly axios: AxiosInstance;
  private readonly allowed: ReadonlySet<string>;

  constructor(
    origins: readonly string[],
    { allowPrivate = false, maxBytes = MAX_BYTES, resolve = systemResolve }: Reach = {},
  ) {
    this.allowed = new Set(origins.map((origin) => new URL(origin).origin));
    const options = { keepAlive: true, lookup: checkedLookup(resolve, allowPrivate) };
    this.agents = { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
    this.axios = axios.create({
      ...this.agents,
      maxRedirects: 0,
      maxContentLength: maxBytes,
      maxBodyLength: maxBytes,
      responseType: 'text',
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
      proxy: false,
    });
  }

  async send(request: HttpRequest): Promise<HttpAnswer | HttpFailure> {
    if (!URL.canParse(request.url) || !this.allowed.has(new URL(request.url).origin)) {
      return { is: 'failure', maybeSent: false, why: 'not-allowed' };
    }
    try {
      return toAnswer(await this.call(request));
    } catch (error) {
      return failureOf(error);
    }
  }

  /** Lets go of idle connections, so that the process can end. */
  close(): void {
    this.agents.httpAgent.destroy();
    this.agents.httpsAgent.destroy();
  }

  private call(request: HttpRequest): Promise<AxiosResponse<string>> {
    return this.axios.request<string>({
      method: request.method,
      url: request.url,
      headers: { 'User-Agent': 'jml-bridge', ...request.headers },
      data: request.body,
      // axios' own time-out only watches for silence; this one bounds the whole call.
      signal: AbortSignal.timeout(request.timeoutMs),
    });
  }
}

function toAnswer(response: AxiosResponse<string>): HttpAnswer {
  const headers = Object.entries(response.headers)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    is: 'answer',
    status: response.status,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: typeof response.data === 'string' ? response.data : '',
  };
}
