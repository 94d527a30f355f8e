import type { Clock } from '../../../src/ports/clock.js';
import type { Random } from '../../../src/ports/random.js';
import type { SandboxResponse } from '../../../src/sandbox/message.js';
import { PEOPLE, SITES } from '../../../src/sandbox/people-data.js';
import {
  CATALOG_ITEMS,
  ServiceNowSandbox,
  type ServiceNowDeps,
} from '../../../src/sandbox/servicenow/index.js';
import { SandboxState } from '../../../src/sandbox/state.js';

export const BASE = 'http://sandbox.test/servicenow';
export const START = Date.UTC(2026, 10, 23, 9, 0, 0);
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export class HandClock implements Clock {
  time = START;
  now(): number {
    return this.time;
  }
  monotonic(): number {
    return this.time;
  }
  sleep(): Promise<void> {
    return Promise.resolve();
  }
}

/** Counts up, so that every id differs and every run is the same. */
export class CountingRandom implements Random {
  private next = 0;
  fraction(): number {
    return 0.5;
  }
  uuid(): string {
    return `00000000-0000-4000-8000-${(++this.next).toString(16).padStart(12, '0')}`;
  }
}

export interface Sent {
  url: string;
  headers: Record<string, string>;
  body: string;
}

type Rec = Record<string, string>;

/** An instance with hands to use it. */
export class Bench {
  readonly clock = new HandClock();
  readonly sent: Sent[] = [];
  readonly state: SandboxState;
  readonly sandbox: ServiceNowSandbox;
  /** What the receiver answers next; 202 when nothing is queued. */
  readonly answers: Awaited<ReturnType<NonNullable<ServiceNowDeps['send']>>>[] = [];

  constructor(settings: ServiceNowDeps['settings'] = {}, state = new SandboxState(':memory:')) {
    this.state = state;
    const webhook = { url: 'http://bridge.test/hook', secret: SECRET, ...settings.webhook };
    this.sandbox = new ServiceNowSandbox({
      ...{ state, clock: this.clock, random: new CountingRandom(), people: PEOPLE, sites: SITES },
      settings: { ...settings, webhook },
      send: (url, headers, body) => {
        this.sent.push({ url, headers, body });
        return Promise.resolve(this.answers.shift() ?? { status: 202 });
      },
    });
  }

  call(
    method: string,
    address: string,
    options: { body?: unknown; as?: string; headers?: Rec } = {},
  ): SandboxResponse {
    const url = new URL(`${BASE}${address}`);
    const as = options.as ?? 'admin';
    const pair = Buffer.from(`${as}:sandbox`).toString('base64');
    const raw =
      typeof options.body === 'string' ? options.body : JSON.stringify(options.body ?? {});
    const type: Rec = method === 'GET' ? {} : { 'content-type': 'application/json' };
    return this.sandbox.handle(
      {
        method,
        path: url.pathname.replace('/servicenow', ''),
        query: url.searchParams,
        headers: {
          accept: 'application/json',
          authorization: `Basic ${pair}`,
          ...type,
          ...options.headers,
        },
        body: Buffer.from(method === 'GET' ? '' : raw),
      },
      BASE,
    );
  }

  result<T = Rec>(method: string, address: string, body?: unknown, as?: string): T {
    const answer = this.call(method, address, { body, ...(as ? { as } : {}) });
    return (JSON.parse(answer.body) as { result: T }).result;
  }

  rows(table: string, query: string, extra = ''): Rec[] {
    const encoded = encodeURIComponent(query);
    const shape = `sysparm_exclude_reference_link=true${extra}`;
    return this.result<Rec[]>('GET', `/api/now/table/${table}?sysparm_query=${encoded}&${shape}`);
  }

  order(item: keyof typeof CATALOG_ITEMS, variables: Rec): Rec {
    const address = `/api/sn_sc/servicecatalog/items/${CATALOG_ITEMS[item]}/order_now`;
    const request = this.result('POST', address, { sysparm_quantity: '1', variables });
    return this.rows('sc_req_item', `request=${request['sys_id']}`)[0]!;
  }

  hire(changes: Rec = {}): Rec {
    return this.order('newHire', { ...HIRE, ...changes });
  }

  item(sysId: string): Rec {
    return this.rows('sc_req_item', `sys_id=${sysId}`)[0]!;
  }

  approval(task: string): Rec {
    return this.rows('sysapproval_approver', `sysapproval=${task}`)[0]!;
  }

  decide(task: string, state: string): void {
    const path = `/api/now/table/sysapproval_approver/${this.approval(task)['sys_id']}`;
    this.call('PATCH', path, { body: { state } });
  }

  async run(): Promise<void> {
    this.sandbox.settle();
    await this.sandbox.deliver();
  }

  history(op: string): Record<string, unknown>[] {
    return this.state
      .history()
      .map(({ json }) => JSON.parse(json) as Record<string, unknown>)
      .filter((event) => event['op'] === op);
  }
}

export function personId(userName: string): string {
  return PEOPLE.find((person) => person.userName === userName)!.sysId;
}

export function siteId(name: string): string {
  return SITES.find((site) => site.name === name)!.sysId;
}

export const HIRE: Rec = {
  first_name: 'Joana',
  last_name: 'Magalhães',
  start_date: '2026-12-01',
  employee_type: 'Employee',
  job_title: 'Engineer',
  department: 'Engineering',
  manager: personId('ana.silva'),
  location: siteId('Lisbon'),
};
