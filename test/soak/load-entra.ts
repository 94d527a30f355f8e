import type { HttpAnswer, HttpRequest } from '../../src/ports/http.js';
import { HOUR, MINUTE } from '../simulation/plan.js';
import type { SimRandom } from '../simulation/sim-random.js';
import { json } from './json.js';

interface Operation {
  bulkId: string;
  data: { externalId: string; active: boolean };
}

/** What a log row is made of; the row itself is written when it is read. */
interface Row {
  at: number;
  id: number;
  externalId: string;
  action: 'create' | 'update' | 'disable';
}

const KEPT_MS = 12 * HOUR;
const PAGE = 1000;

/**
 * Entra of a few lines: takes uploads, provisions each person two to six minutes later, and lists
 * rows of the last hours. Per person it knows whether the account is enabled, and no more.
 */
export class LoadEntra {
  readonly callsAt: number[] = [];
  records = 0;
  /** Operations that said nothing new of their person. */
  repeated = 0;
  readonly enabled = new Map<string, boolean>();
  private readonly lastSaid = new Map<string, number>();
  private rows: Row[] = [];
  private made = 0;

  constructor(
    private readonly jobId: string,
    private readonly random: SimRandom,
    private readonly now: () => number,
  ) {}

  answer(request: HttpRequest): HttpAnswer {
    const url = new URL(request.url);
    if (url.pathname.endsWith('/token')) return json({ access_token: 't', expires_in: 3600 });
    if (url.pathname.endsWith('/bulkUpload')) return this.take(request.body ?? '');
    if (url.pathname.endsWith('/provisioning')) return this.list(url);
    return json({ status: { code: 'Active' }, schedule: { state: 'Active' } });
  }

  private take(body: string): HttpAnswer {
    this.callsAt.push(this.now());
    const { Operations } = JSON.parse(body) as { Operations: Operation[] };
    for (const { data } of Operations) this.provision(data);
    this.rows = this.rows.filter((row) => row.at > this.now() - KEPT_MS);
    this.rows.sort((a, b) => a.at - b.at);
    return { is: 'answer', status: 202, headers: {}, body: '' };
  }

  private provision(data: Operation['data']): void {
    const { externalId, active } = data;
    this.records++;
    const said = hash(JSON.stringify(data));
    if (this.lastSaid.get(externalId) === said) this.repeated++;
    this.lastSaid.set(externalId, said);
    const before = this.enabled.get(externalId);
    this.enabled.set(externalId, active);
    const action = before === undefined ? 'create' : before && !active ? 'disable' : 'update';
    const at = this.now() + Math.floor(this.random.between(2 * MINUTE, 6 * MINUTE));
    this.rows.push({ at, id: this.made++, externalId, action });
  }

  private list(url: URL): HttpAnswer {
    const filter = url.searchParams.get('$filter') ?? '';
    const since = Date.parse(/gt (\S+)/.exec(filter)?.[1] ?? '');
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const now = this.now();
    const rows = this.rows.filter((row) => row.at > since && row.at <= now);
    const next = new URL(url);
    next.searchParams.set('$skiptoken', String(from + PAGE));
    return json({
      value: rows.slice(from, from + PAGE).map((row) => this.write(row)),
      ...(rows.length > from + PAGE ? { '@odata.nextLink': next.href } : {}),
    });
  }

  private write({ id, at, externalId, action }: Row) {
    const disabled = { displayName: 'AccountEnabled', newValue: 'False' };
    return {
      ...{ id: `row-${id}`, jobId: this.jobId, cycleId: 'c', changeId: `${id}` },
      activityDateTime: new Date(at).toISOString(),
      ...{ sourceIdentity: { id: externalId }, provisioningAction: action },
      provisioningStatusInfo: { status: 'success' },
      modifiedProperties: action === 'disable' ? [disabled] : [],
    };
  }
}

function hash(text: string): number {
  let value = 0;
  for (let at = 0; at < text.length; at++) value = (Math.imul(value, 31) + text.charCodeAt(at)) | 0;
  return value;
}
