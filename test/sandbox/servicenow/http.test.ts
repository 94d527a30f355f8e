import type { SandboxResponse } from '../../../src/sandbox/message.js';
import type { FaultEffect } from '../../../src/sandbox/servicenow/index.js';
import { Bench, personId, START } from './instance.js';

const TASKS = '/api/now/table/sc_task';
const USERS = '/api/now/table/sys_user';

const bodyOf = (answer: SandboxResponse): Record<string, unknown> =>
  JSON.parse(answer.body) as Record<string, unknown>;

function token(bench: Bench, fields: Record<string, string> = {}, type?: string): SandboxResponse {
  const form = {
    ...{ grant_type: 'client_credentials', client_id: 'jml-bridge', client_secret: 'sandbox' },
    ...fields,
  };
  const headers = { 'content-type': type ?? 'application/x-www-form-urlencoded' };
  const body = type ? JSON.stringify(form) : new URLSearchParams(form).toString();
  return bench.call('POST', '/oauth_token.do', { body, headers });
}

test('H1: a record is made with 201 and a Location, and deleted with 204', () => {
  const bench = new Bench();
  const made = bench.call('POST', TASKS, { body: [{ short_description: 'a' }, { state: '2' }] });
  expect(made.status).toBe(201);
  const { location } = made.headers;
  const path = location!.replace('http://sandbox.test/servicenow', '');
  expect(bench.call('GET', path).status).toBe(200);
  const gone = bench.call('DELETE', path);
  expect([gone.status, gone.body]).toEqual([204, '']);
  expect(bench.call('GET', path).status).toBe(404);
});

test.each([
  ['GET', `${TASKS}/0`, 404, 'No Record found'],
  ['GET', '/api/now/table/sc_nothing', 400, 'Invalid table sc_nothing'],
  ['PUT', TASKS, 405, 'Method not allowed'],
] as const)('H1: %s %s is %i', (method, path, status, message) => {
  const answer = new Bench().call(method, path);
  expect(answer.status).toBe(status);
  expect(bodyOf(answer)).toMatchObject({ error: { message }, status: 'failure' });
});

test('H1: a body that is not JSON is a 400', () => {
  expect(new Bench().call('POST', TASKS, { body: "{'a': 1}" }).status).toBe(400);
});

test('H1: an empty list is a 404 in v1 only', () => {
  const bench = new Bench();
  expect(bench.call('GET', '/api/now/v1/table/sc_task').status).toBe(404);
  expect(bench.call('GET', '/api/now/v2/table/sc_task').status).toBe(200);
  expect(bodyOf(bench.call('GET', TASKS))).toEqual({ result: [] });
});

test('H1: Accept and Content-Type are looked at', () => {
  const bench = new Bench();
  expect(bench.call('GET', TASKS, { headers: { accept: 'text/csv' } }).status).toBe(406);
  const headers = { 'content-type': 'text/plain' };
  expect(bench.call('POST', TASKS, { headers }).status).toBe(415);
  const strict = new Bench({ demandHeaders: true });
  expect(strict.call('GET', TASKS, { headers: { accept: '' } }).status).toBe(400);
});

test('H2: pages link to one another and tell the total', () => {
  const bench = new Bench();
  const page = (offset: number) =>
    bench.call('GET', `${USERS}?sysparm_limit=10&sysparm_offset=${offset}`).headers;
  expect(page(0)['x-total-count']).toBe('32');
  const rels = (link: string | undefined) => [...link!.matchAll(/rel="(\w+)"/g)].map((m) => m[1]);
  expect(rels(page(0)['link'])).toEqual(['first', 'next', 'last']);
  expect(rels(page(10)['link'])).toEqual(['first', 'prev', 'next', 'last']);
  expect(rels(page(30)['link'])).toEqual(['first', 'prev', 'last']);
  expect(page(0)['link']).toContain('<http://sandbox.test/servicenow/api/now/table/sys_user?');
  expect(page(0)['link']).not.toContain(', ');
});

test('H2: count and links can be asked away', () => {
  const query = 'sysparm_no_count=true&sysparm_suppress_pagination_header=true';
  const { headers } = new Bench().call('GET', `${USERS}?${query}`);
  expect(headers).not.toHaveProperty('x-total-count');
  expect(headers).not.toHaveProperty('link');
});

test('H2 switched: a first page that links to offset -1', () => {
  const bench = new Bench({ prevOnFirstPage: true });
  expect(bench.call('GET', `${USERS}?sysparm_limit=5`).headers['link']).toContain('offset=-1');
});

test('H2: a negative offset is refused', () => {
  expect(new Bench().call('GET', `${USERS}?sysparm_offset=-1`).status).toBe(400);
});

const names = (bench: Bench, query: string): string[] =>
  bench.rows('sys_user', query).map((row) => row['user_name']!);

test.each([
  ['department=Legal', ['renee.lefevre']],
  ['department=Legal^ORdepartment=Facilities', ['renee.lefevre', 'samuel.adeyemi']],
  ['department=Legal^title=x^NQdepartment=Facilities', ['samuel.adeyemi']],
  ['user_nameINana.silva,rui.almeida^ORDERBYDESCuser_name', ['rui.almeida', 'ana.silva']],
  ['manager.user_name=ana.silva^ORDERBYlast_name^last_nameSTARTSWITHf', ['tomas.ferreira']],
  ['managerLIKEana s^nameLIKEalm', ['rui.almeida']],
  ['employee_numberBETWEENE10001@E10002', ['helena.duarte', 'marcus.webb']],
  ['sys_id=javascript:gs.getUserID()', ['admin']],
  ['managerISEMPTY^employee_numberISNOTEMPTY', ['helena.duarte']],
  ['location.name=Sydney^departmentNOT INSales', ['samuel.adeyemi']],
  ['location.name=Sydney^department!=Sales^EQ^user_name=x', ['samuel.adeyemi']],
  ['employee_number>=E10029', ['renee.lefevre', 'samuel.adeyemi']],
  ['nameENDSWITHsilva^nameNOT LIKEx^first_nameANYTHING', ['ana.silva']],
])('H3: %s', (query, expected) => {
  expect(names(new Bench(), query)).toEqual(expected);
});

test('H3: an invalid term is dropped and the rest runs', () => {
  const bench = new Bench();
  expect(names(bench, 'departmnet=Legal')).toHaveLength(32);
  expect(names(bench, 'departmnet=Legal^department=Legal^nonsense')).toEqual(['renee.lefevre']);
});

test('H3 switched: an invalid query returns nothing', () => {
  const bench = new Bench({ invalidQueryReturnsNothing: true });
  expect(names(bench, 'departmnet=Legal')).toEqual([]);
});

test('H3: a simple filter matches values and display values', () => {
  const bench = new Bench();
  const byValue = bench.result<unknown[]>('GET', `${USERS}?department=Legal`);
  const byDisplay = bench.result<unknown[]>('GET', `${USERS}?manager=Ana Silva`);
  expect([byValue.length, byDisplay.length]).toEqual([1, 3]);
});

test('H3: many items are asked for by a list of their ids', () => {
  const bench = new Bench();
  const ids = Array.from({ length: 150 }, () => bench.hire()['sys_id']!);
  const hundred = ids.slice(25, 125);
  const rows = bench.rows('sc_item_option_mtom', `request_itemIN${hundred.join(',')}`);
  expect(rows).toHaveLength(100 * 19);
});

test('H4: the limit is applied before the access rules, so a page may be short', () => {
  const bench = new Bench({ acl: { hiddenRecords: [personId('ana.silva')] } });
  const path = `${USERS}?sysparm_query=user_nameINana.silva,rui.almeida&sysparm_limit=2`;
  const answer = bench.call('GET', path, { as: 'jml.bridge' });
  expect((bodyOf(answer)['result'] as unknown[]).length).toBe(1);
  expect(answer.headers['x-total-count']).toBe('2');
});

test('H5: a hidden record is a 404, a hidden field is absent', () => {
  const bench = new Bench({
    acl: { hiddenRecords: [personId('ana.silva')], hiddenFields: { sys_user: ['mobile_phone'] } },
  });
  const read = (user: string) =>
    bench.call('GET', `${USERS}/${personId(user)}`, { as: 'jml.bridge' });
  expect(read('ana.silva').status).toBe(404);
  expect(bodyOf(read('rui.almeida'))['result']).not.toHaveProperty('mobile_phone');
});

test('H5: what is hidden is not seen through a reference either', () => {
  const bench = new Bench({ acl: { hiddenFields: { sc_request: ['approval'] } } });
  const { sys_id = '', request = '' } = bench.hire();
  const fields = 'sys_id,request.approval,request.number,requested_for.name';
  const read = (as: string) =>
    bodyOf(
      bench.call('GET', `/api/now/table/sc_req_item/${sys_id}?sysparm_fields=${fields}`, { as }),
    )['result'] as Record<string, string>;
  expect(read('jml.bridge')).toEqual({
    ...{ sys_id, 'request.number': 'REQ0010001', 'requested_for.name': 'System Administrator' },
  });
  expect(read('admin')).toHaveProperty(['request.approval'], 'approved');
  bench.sandbox.configure({ acl: { hiddenFields: { sc_request: [] }, hiddenRecords: [request] } });
  expect(read('jml.bridge')).toMatchObject({ 'request.approval': '', 'request.number': '' });
});

test('H5: a field one may not write is dropped without a word', () => {
  const bench = new Bench({ acl: { readOnlyFields: { sc_req_item: ['u_jml_status'] } } });
  const path = `/api/now/table/sc_req_item/${bench.hire()['sys_id']}`;
  const row = bench.result('PATCH', path, { u_jml_status: 'x', u_jml_detail: 'y' }, 'jml.bridge');
  expect(row).toMatchObject({ u_jml_status: '', u_jml_detail: 'y' });
});

test('H5: a table one may not write is a 403', () => {
  const bench = new Bench({ acl: { readOnlyTables: ['sc_task'] } });
  const answer = bench.call('POST', TASKS, { as: 'jml.bridge' });
  expect(answer.status).toBe(403);
  expect(bodyOf(answer)).toMatchObject({ error: { message: 'Operation Failed' } });
});

test('H5: an approval is its approver’s to decide', () => {
  const bench = new Bench();
  const id = bench.approval(bench.hire()['sys_id']!)['sys_id'];
  const path = `/api/now/table/sysapproval_approver/${id}`;
  const decide = (as: string) => bench.call('PATCH', path, { body: { state: 'approved' }, as });
  expect(decide('jml.bridge').status).toBe(403);
  expect(decide('rui.almeida').status).toBe(403);
  expect(decide('ana.silva').status).toBe(200);
});

test('H6: a rate rule answers its headers, overshoots until it commits, then denies', () => {
  const bench = new Bench({ rateLimit: { perHour: 2, commitEveryMs: 30_000 } });
  const call = () => bench.call('GET', TASKS);
  expect(call().headers).toMatchObject({
    ...{ 'x-ratelimit-limit': '2', 'x-ratelimit-reset': String(START / 1000 + 3600) },
  });
  for (let n = 0; n < 4; n++) expect(call().status).toBe(200);
  bench.clock.time += 30_000;
  const denied = call();
  expect(denied.status).toBe(429);
  expect(denied.headers['retry-after']).toBe('3570');
  expect(bodyOf(denied)).toMatchObject({ error: { message: 'Rate limit exceeded' } });
  expect(bench.history('throttled')).toHaveLength(1);
  bench.clock.time += 3_600_000;
  expect(call().status).toBe(200);
});

test('H7: a fifth call at once finds no thread, and no rate headers', () => {
  const bench = new Bench({ threads: { count: 4, latencyMs: 50 } });
  const statuses = Array.from({ length: 5 }, () => bench.call('GET', TASKS));
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
  expect(statuses[0]!.delayMs).toBe(50);
  expect(Object.keys(statuses[4]!.headers).join()).not.toMatch(/ratelimit|retry-after/);
  bench.clock.time += 50;
  expect(bench.call('GET', TASKS).status).toBe(200);
});

function withFault(effect: FaultEffect, path = TASKS) {
  const bench = new Bench();
  bench.sandbox.faults.add({ id: 'f', on: 'table', times: 1, effect });
  const answer = bench.call('POST', path, { body: { short_description: 'x' } });
  return { answer, made: bench.rows('sc_task', '').length };
}

test('H8: a call over its quota is a 200 with result and error', () => {
  const { answer } = withFault({ is: 'quota' });
  expect(answer.status).toBe(200);
  expect(Object.keys(bodyOf(answer))).toEqual(expect.arrayContaining(['result', 'error']));
});

test('H8: or a 200 that is cut off', () => {
  const { answer } = withFault({ is: 'truncated' });
  expect(answer.status).toBe(200);
  expect(() => bodyOf(answer)).toThrow();
});

test('H9: a hibernating instance answers a page, and that all is well', () => {
  for (const answer of [
    new Bench({ hibernating: true }).call('GET', TASKS),
    withFault({ is: 'html' }).answer,
  ]) {
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('text/html');
  }
});

test.each<[FaultEffect, number, number]>([
  [{ is: 'status', status: 503, headers: { 'retry-after': '9' } }, 503, 0],
  [{ is: 'rateLimit' }, 429, 0],
  [{ is: 'threadExhaustion' }, 429, 0],
  [{ is: 'delay', ms: 5 }, 201, 1],
])('the fault %j answers %i and makes %i records', (effect, status, made) => {
  const result = withFault(effect);
  expect([result.answer.status, result.made]).toEqual([status, made]);
});

test('a connection can be dropped before or after the work', () => {
  const before = withFault({ is: 'dropBefore' });
  const after = withFault({ is: 'dropAfter' });
  expect([before.answer.drop, before.made, after.answer.drop, after.made]).toEqual([
    true,
    0,
    true,
    1,
  ]);
});

test('a fault can match a method and a table, and strike every so often', () => {
  const bench = new Bench();
  const match = { method: 'PATCH', table: 'sc_task' };
  const effect = { is: 'status' as const, status: 500 };
  bench.sandbox.faults.add({ id: 'f', on: 'table', every: 2, match, effect });
  const call = (method: string, path: string) => bench.call(method, path).status;
  expect(call('GET', TASKS)).toBe(200);
  expect([1, 2, 3, 4].map(() => call('PATCH', `${TASKS}/0`))).toEqual([404, 500, 404, 500]);
});

test('H10: a token is had with a form only', () => {
  const bench = new Bench();
  expect(token(bench, {}, 'application/json').status).toBe(401);
  expect(bodyOf(token(bench))).toMatchObject({
    ...{ scope: 'useraccount', token_type: 'Bearer', expires_in: 1799 },
  });
});

test('H10: the same token is answered until it expires, then refused', () => {
  const bench = new Bench();
  const first = bodyOf(token(bench));
  bench.clock.time += 1_000_000;
  expect(bodyOf(token(bench))).toMatchObject({ ...first, expires_in: 799 });
  const headers = { authorization: `Bearer ${String(first['access_token'])}` };
  const path = `${USERS}?sysparm_query=sys_id=javascript:gs.getUserID()`;
  const answer = bench.call('GET', path, { headers });
  expect(answer.body).toContain('jml.bridge');
  bench.clock.time += 799_000;
  expect(bench.call('GET', path, { headers }).status).toBe(401);
  expect(bodyOf(token(bench))['access_token']).not.toBe(first['access_token']);
});

test('H10 switched: client credentials are refused unless enabled', () => {
  const bench = new Bench({ auth: { clientCredentials: false } });
  expect(bodyOf(token(bench))).toMatchObject({ error: 'access_denied' });
});

test('H11: basic, bearer and API key', () => {
  const bench = new Bench();
  const call = (headers: Record<string, string>) => bench.call('GET', TASKS, { headers }).status;
  expect(call({})).toBe(200);
  expect(call({ authorization: '', 'x-sn-apikey': 'sandbox-api-key' })).toBe(200);
  expect(call({ 'x-sn-apikey': 'wrong' })).toBe(401);
  expect(call({ authorization: 'Bearer nothing' })).toBe(401);
  expect(call({ authorization: '' })).toBe(401);
  expect(call({ authorization: `Basic ${btoa('ana.silva:wrong')}` })).toBe(401);
});

test('H11: a policy may refuse basic or the API key', () => {
  const bench = new Bench({ auth: { basic: false, apiKey: false } });
  expect(bench.call('GET', TASKS).status).toBe(401);
  expect(bench.call('GET', TASKS, { headers: { 'x-sn-apikey': 'sandbox-api-key' } }).status).toBe(
    401,
  );
});

test('H12: wrong client credentials are told in the words of OAuth', () => {
  const answer = token(new Bench(), { client_secret: 'wrong' });
  expect(answer.status).toBe(401);
  expect(Object.keys(bodyOf(answer))).toEqual(['error', 'error_description']);
  expect(bodyOf(answer)['error']).toBe('invalid_client');
});

test('H13: a POST can act as another method, and without a body', () => {
  const bench = new Bench();
  const id = bench.hire()['sys_id'];
  const headers = { 'x-http-method-override': 'PATCH', 'x-no-response-body': 'true' };
  const body = { u_jml_status: 'x' };
  const answer = bench.call('POST', `/api/now/table/sc_req_item/${id}`, { headers, body });
  expect([answer.status, answer.body]).toEqual([200, '']);
  expect(bench.item(id!)['u_jml_status']).toBe('x');
});

test('H14 switched: single quotes and bare keys are taken', () => {
  const bench = new Bench({ lenientJson: true });
  const answer = bench.call('POST', TASKS, { body: "{'short_description': 'it', state: '2'}" });
  expect(bodyOf(answer)['result']).toMatchObject({ short_description: 'it', state: '2' });
});

test('H15: a session is opened, unless switched off', () => {
  const { headers } = new Bench().call('GET', TASKS);
  expect(headers).toMatchObject({ 'x-is-logged-in': 'true' });
  expect(headers['set-cookie']).toContain('JSESSIONID=');
  expect(headers['x-transaction-id']).toMatch(/^[0-9a-f]+$/);
  const without = new Bench({ sessionHeaders: false }).call('GET', TASKS);
  expect(without.headers).not.toHaveProperty('set-cookie');
});

test('H16: the task of an approved item appears after a delay', () => {
  const bench = new Bench({ asyncDelayMs: [1000, 1000] });
  const id = bench.hire()['sys_id']!;
  bench.decide(id, 'approved');
  bench.sandbox.settle();
  expect(bench.rows('sc_task', '')).toHaveLength(0);
  bench.clock.time += 1000;
  bench.sandbox.settle();
  expect(bench.rows('sc_task', '')).toHaveLength(1);
});

test('HEAD is GET without a body', () => {
  const answer = new Bench().call('HEAD', USERS);
  expect([answer.status, answer.body]).toEqual([200, '']);
  expect(answer.headers['x-total-count']).toBe('32');
});
