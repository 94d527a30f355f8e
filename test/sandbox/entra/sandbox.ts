import type { Random } from '../../../src/ports/random.js';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type EntraDeps,
  type EntraFaultEffect,
  type EntraFaultPlace,
  EntraSandbox,
  JOB_ID,
  SERVICE_PRINCIPAL_ID,
  TENANT_ID,
} from '../../../src/sandbox/entra/index.js';
import type { SandboxRequest, SandboxResponse } from '../../../src/sandbox/message.js';
import { PEOPLE, SITES } from '../../../src/sandbox/people-data.js';
import { type HistoryEvent, SandboxState } from '../../../src/sandbox/state.js';
import { FakeClock } from './fake-clock.js';
import { bulk, type Data } from './records.js';

export const GRAPH = 'http://127.0.0.1:8081/graph';
export const ENTRA = 'http://127.0.0.1:8081/entra';
export const JOB_PATH = `/v1.0/servicePrincipals/${SERVICE_PRINCIPAL_ID}/synchronization/jobs/${JOB_ID}`;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ADMIN_ROLES = [
  ...['SynchronizationData-User.Upload', 'ProvisioningLog.Read.All', 'User.Read.All'],
  ...['Synchronization.Read.All', 'Synchronization.ReadWrite.All'],
];

/** The same ids and fractions in every run. */
export function fakeRandom(): Random {
  let count = 0;
  return {
    fraction: () => ((count++ * 61) % 97) / 97,
    uuid: () => `00000000-0000-4000-8000-${String(count++).padStart(12, '0')}`,
  };
}

export interface Row {
  id: string;
  // What a test expects of a row, its matcher says.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  [member: string]: any;
}

/** A stand-in with a clock to turn, and the calls tests make. */
export class Rig {
  readonly clock: FakeClock;
  readonly state: SandboxState;
  readonly entra: EntraSandbox;

  constructor(
    settings: EntraDeps['settings'] = {},
    parts: { clock?: FakeClock; state?: SandboxState } = {},
  ) {
    this.clock = parts.clock ?? new FakeClock();
    this.state = parts.state ?? new SandboxState(':memory:');
    const { clock, state } = this;
    const random = fakeRandom();
    this.entra = new EntraSandbox({ state, clock, random, people: PEOPLE, sites: SITES, settings });
  }

  tokenAnswer(form: Record<string, string> = {}, headers: Record<string, string> = {}) {
    const body = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
      ...{ scope: 'https://graph.microsoft.com/.default', ...form },
    });
    const path = `/${TENANT_ID}/oauth2/v2.0/token`;
    return this.entra.entra(request('POST', path, body.toString(), headers), ENTRA);
  }

  token(): string {
    return JSON.parse(this.tokenAnswer().body).access_token;
  }

  graph(
    method: string,
    url: string,
    body = '',
    headers: Record<string, string> = {},
  ): SandboxResponse {
    const all = { authorization: `Bearer ${this.token()}`, ...headers };
    return this.entra.graph(request(method, url, body, all), GRAPH);
  }

  upload(...records: Data[]): SandboxResponse {
    return this.uploadText(JSON.stringify(bulk(records)));
  }

  uploadText(body: string, contentType = 'application/scim+json'): SandboxResponse {
    return this.graph('POST', `${JOB_PATH}/bulkUpload`, body, { 'content-type': contentType });
  }

  /** Uploads, and lets processing, logs and directory catch up. */
  provision(...records: Data[]): void {
    expect(this.upload(...records).status).toBe(202);
    this.catchUp();
  }

  catchUp(): void {
    this.clock.advance(30_000);
    this.entra.settle();
    this.clock.advance(10 * MINUTE);
  }

  /** Oldest first. */
  rows(filter = ''): Row[] {
    this.clock.advance(11_000);
    const query = new URLSearchParams({ $orderby: 'activityDateTime asc', $top: '1000' });
    if (filter) query.set('$filter', filter);
    const answer = this.graph('GET', `/v1.0/auditLogs/provisioning?${query}`);
    expect(answer.status).toBe(200);
    return JSON.parse(answer.body).value;
  }

  rowsOf(externalId: string): Row[] {
    return this.rows().filter((row) => row['sourceIdentity'].id === externalId);
  }

  user(externalId: string): Row | undefined {
    const query = new URLSearchParams({
      $filter: `employeeId eq '${externalId}'`,
      $select:
        'id,employeeId,userPrincipalName,displayName,accountEnabled,jobTitle,department,businessPhones,mail,employeeHireDate,employeeLeaveDateTime,mobilePhone,employeeOrgData,companyName,employeeType,mailNickname,givenName',
      $expand: 'manager($select=id,employeeId,displayName)',
    });
    return JSON.parse(this.graph('GET', `/v1.0/users?${query}`).body).value[0];
  }

  job(): Row {
    return JSON.parse(this.graph('GET', JOB_PATH).body);
  }

  change(action: string, body = ''): SandboxResponse {
    return this.graph('POST', `${JOB_PATH}/${action}`, body);
  }

  history(op: string): HistoryEvent[] {
    const events = this.state.history().map(({ json }) => JSON.parse(json) as HistoryEvent);
    return events.filter((event) => event.op === op);
  }

  fault(on: EntraFaultPlace, effect: EntraFaultEffect, more: object = { times: 1 }): void {
    this.entra.faults.add({ id: `f${this.entra.faults.all().length}`, on, effect, ...more });
  }
}

export function request(
  method: string,
  url: string,
  body = '',
  headers: Record<string, string> = {},
): SandboxRequest {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  return { method, path, query: new URLSearchParams(query), headers, body: Buffer.from(body) };
}

export const error = (answer: SandboxResponse): { code: string; message: string } =>
  JSON.parse(answer.body).error;
