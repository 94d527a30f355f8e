import type { SandboxRequest, SandboxResponse } from '../message.js';
import { authenticate } from './access/authenticate.js';
import { applyRateLimit } from './access/rate-limit.js';
import { ThreadPool } from './access/threads.js';
import { issueToken } from './access/tokens.js';
import { applyFault, hibernation } from './api/apply-fault.js';
import { catalogApi } from './api/catalog-api.js';
import { failure, noThread, notAuthenticated } from './api/failure.js';
import { unacceptable } from './api/negotiate.js';
import { tableApi, tableOf } from './api/table-api.js';
import type { FaultList, FaultPlace } from './faults.js';
import type { Platform } from './platform.js';

/** The front door: what every call passes, whichever API it is for. */
export class Gateway {
  private readonly threads = new ThreadPool();

  constructor(
    private readonly platform: Platform,
    private readonly faults: FaultList,
  ) {}

  handle(request: SandboxRequest, baseUrl: string): SandboxResponse {
    const method = methodOf(request);
    const place = placeOf(request.path);
    const effect = place && this.faults.strike(place, { method, table: tableOf(request.path) });
    const work = (): SandboxResponse => this.answer(request, method, baseUrl);
    const answer = effect ? applyFault(effect, work) : work();
    if (answer.status === 429) {
      this.platform.record('throttled', { path: request.path, method, headers: answer.headers });
    }
    return this.finish(request, method, answer);
  }

  private answer(request: SandboxRequest, method: string, baseUrl: string): SandboxResponse {
    if (this.platform.settings.hibernating) return hibernation();
    if (request.path === '/oauth_token.do') return issueToken(this.platform, request);
    const by = authenticate(this.platform, request);
    if (!by) return notAuthenticated();
    if (!this.threads.enter(this.platform)) return noThread();
    const resource = placeOf(request.path) ?? 'other';
    const rate = applyRateLimit(this.platform, resource, by);
    if (rate.denied) return rate.denied;
    const call = { platform: this.platform, request, method, baseUrl, by };
    const answer = unacceptable(call) ?? tableApi(call) ?? catalogApi(call) ?? unknown(request);
    return { ...answer, headers: { ...rate.headers, ...answer.headers } };
  }

  private finish(
    request: SandboxRequest,
    method: string,
    answer: SandboxResponse,
  ): SandboxResponse {
    const bodiless = method === 'HEAD' || request.headers['x-no-response-body'] === 'true';
    const { latencyMs } = this.platform.settings.threads;
    return {
      ...answer,
      body: bodiless ? '' : answer.body,
      headers: { ...this.session(answer), ...answer.headers },
      ...(latencyMs > 0 ? { delayMs: (answer.delayMs ?? 0) + latencyMs } : {}),
    };
  }

  /** H15 */
  private session(answer: SandboxResponse): Record<string, string> {
    if (!this.platform.settings.sessionHeaders) return {};
    return {
      'set-cookie': `JSESSIONID=${this.platform.newSysId().toUpperCase()}; Path=/; HttpOnly`,
      'x-is-logged-in': String(answer.status !== 401),
      'x-transaction-id': this.platform.newSysId().slice(0, 12),
    };
  }
}

/** H13 */
function methodOf(request: SandboxRequest): string {
  const override = request.headers['x-http-method-override'];
  const method = request.method.toUpperCase();
  return method === 'POST' && override ? override.toUpperCase() : method;
}

function placeOf(path: string): FaultPlace | undefined {
  if (path === '/oauth_token.do') return 'token';
  if (path.startsWith('/api/sn_sc/')) return 'catalog';
  return /^\/api\/now\/(v[12]\/)?table\//.test(path) ? 'table' : undefined;
}

const unknown = (request: SandboxRequest): SandboxResponse =>
  failure(400, 'Requested URI does not represent any resource', request.path);
