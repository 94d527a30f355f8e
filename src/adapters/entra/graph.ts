import type { Http, HttpAnswer, HttpFailure, HttpRequest } from '../../ports/http.js';
import type { TokenSource } from './token.js';

const always = () => true;

/** Graph with sign-in: a call answered 401 is repeated once with a new token, shared by all callers. */
export class Graph {
  constructor(
    private readonly http: Http,
    private readonly tokens: TokenSource,
    readonly baseUrl: string,
  ) {}

  /** `mayGo` is asked once a token is there, right before the request leaves. */
  async send(
    request: HttpRequest,
    mayGo: () => boolean = always,
  ): Promise<HttpAnswer | HttpFailure> {
    const token = await this.tokens();
    if (token === null) return noCredentials;
    const first = await this.sendAs(token, request, mayGo);
    if (first.is === 'failure' || first.status !== 401) return first;
    const other = await this.tokens(token);
    return other === null ? noCredentials : this.sendAs(other, request, mayGo);
  }

  get(url: string, callId: string): Promise<HttpAnswer | HttpFailure> {
    return this.send({
      method: 'GET',
      url,
      headers: { accept: 'application/json', 'client-request-id': callId },
      timeoutMs: 30_000,
    });
  }

  private async sendAs(
    token: string,
    request: HttpRequest,
    mayGo: () => boolean,
  ): Promise<HttpAnswer | HttpFailure> {
    if (!mayGo()) return { is: 'failure', maybeSent: false, why: 'withdrawn' };
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    return this.http.send({ ...request, headers });
  }
}

const noCredentials: HttpFailure = { is: 'failure', maybeSent: false, why: 'no-credentials' };

/** A 200 with a JSON object, or null for everything else: sign-in pages, cut-off bodies, errors. */
export function jsonObject(answer: HttpAnswer | HttpFailure): Record<string, unknown> | null {
  if (answer.is !== 'answer' || answer.status !== 200) return null;
  try {
    const value: unknown = JSON.parse(answer.body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** A member that must be text; empty where it is not. Own members only. */
export function text(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return '';
  const member = (value as Record<string, unknown>)[name];
  return typeof member === 'string' ? member : '';
}

export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

export function describe(answer: HttpAnswer | HttpFailure): string {
  return answer.is === 'answer' ? `answer ${answer.status}` : answer.why;
}
