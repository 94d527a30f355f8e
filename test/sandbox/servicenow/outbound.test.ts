import { Webhook } from 'standardwebhooks';
import { generateMac } from '../../../src/sandbox/servicenow/outbound/sign.js';
import { Bench, HIRE, SECRET, START } from './instance.js';

async function approved(bench: Bench): Promise<string> {
  const item = bench.hire();
  bench.decide(item['sys_id']!, 'approved');
  await bench.run();
  return item['sys_id']!;
}

const events = (bench: Bench): string[] =>
  bench.sent.map(({ body }) => (JSON.parse(body) as { event: string }).event);

test('an approval posts one thin, signed webhook', async () => {
  const bench = new Bench();
  const id = await approved(bench);
  expect(bench.sent).toHaveLength(1);
  const { url, headers, body } = bench.sent[0]!;
  expect(url).toBe('http://bridge.test/hook');
  expect(JSON.parse(body)).toEqual({
    ...{ sys_id: id, number: bench.item(id)['number'], table: 'sc_req_item' },
    ...{ event: 'approval.approved', instance: 'sandbox' },
  });
  expect(headers['webhook-id']).not.toContain('.');
  expect(headers['webhook-timestamp']).toBe(String(START / 1000));
  expect(headers['user-agent']).toBe('ServiceNow/1.0');
});

test('O4: the signature is what the Standard Webhooks library expects', async () => {
  const bench = new Bench();
  await approved(bench);
  const { headers, body } = bench.sent[0]!;
  const seconds = Number(headers['webhook-timestamp']);
  const expected = new Webhook(SECRET).sign(headers['webhook-id']!, new Date(seconds * 1000), body);
  expect(headers['webhook-signature']).toBe(expected);
});

test('O4: generateMac gives the vector of the reference', () => {
  const mac = generateMac('c2FtcGxlX2tleQ==', 'sample_data', 'utf8');
  expect(mac).toBe('4VWUI48lJvmGSF6MYmOVWA9c0hfu55Ur+3e+fUFFFr4=');
});

test('O4: a key being rotated signs beside the old one', async () => {
  const bench = new Bench({ webhook: { secret: `${SECRET} whsec_${'A'.repeat(32)}` } });
  await approved(bench);
  expect(bench.sent[0]!.headers['webhook-signature']!.split(' ')).toHaveLength(2);
});

test('a fat body carries the variables in pure ASCII', async () => {
  const bench = new Bench({ webhook: { body: 'fat' } });
  await approved(bench);
  const { body } = bench.sent[0]!;
  expect(body).toContain('Magalh\\u00e3es');
  expect((JSON.parse(body) as { variables: object }).variables).toMatchObject(HIRE);
});

test('O4 switched: another charset leaves the characters as they are', async () => {
  const bench = new Bench({ webhook: { body: 'fat', charset: 'utf-8' } });
  await approved(bench);
  expect(bench.sent[0]!.body).toContain('Magalhães');
});

test('O1: an asynchronous rule reads the record when it runs, not when it fired', async () => {
  const bench = new Bench({ asyncDelayMs: [5000, 5000], webhook: { body: 'fat' } });
  const item = bench.hire();
  bench.decide(item['sys_id']!, 'approved');
  const path = `/api/sn_sc/servicecatalog/variables/sc_req_item/${item['sys_id']}`;
  bench.call('PUT', path, { body: { job_title: 'Architect' } });
  bench.clock.time += 5000;
  await bench.run();
  expect(bench.sent[0]!.body).toContain('Architect');
});

test('O1, H16: nothing is posted before the rule has run', async () => {
  const bench = new Bench({ asyncDelayMs: [1000, 3000] });
  await approved(bench);
  expect(bench.sent).toHaveLength(0);
  expect(bench.sandbox.nextDueAt()).toBe(START + 2000);
  bench.clock.time += 2000;
  await bench.run();
  expect(bench.sent).toHaveLength(1);
});

test('O2: a failed call is never tried again', async () => {
  const bench = new Bench();
  bench.answers.push({ failed: 'connection refused' });
  await approved(bench);
  bench.clock.time += 3_600_000;
  await bench.run();
  expect(bench.sent).toHaveLength(1);
  expect(bench.history('webhook')).toMatchObject([{ status: 'connection refused' }]);
});

test('O2: at most four calls are open at once', async () => {
  const bench = new Bench();
  let [open, most] = [0, 0];
  for (let n = 0; n < 9; n++) bench.decide(bench.hire()['sys_id']!, 'approved');
  const send = bench.sent.push.bind(bench.sent);
  bench.sent.push = (...sent) => {
    most = Math.max(most, ++open);
    void Promise.resolve().then(() => open--);
    return send(...sent);
  };
  await bench.run();
  expect(bench.sent).toHaveLength(9);
  expect(most).toBeLessThanOrEqual(4);
});

test('a call that hangs does not hold up later ones', async () => {
  const bench = new Bench();
  const hang = new Promise<{ status: number }>(() => undefined);
  bench.answers.push(hang as never);
  bench.decide(bench.hire()['sys_id']!, 'approved');
  bench.sandbox.settle();
  void bench.sandbox.deliver();
  bench.decide(bench.hire()['sys_id']!, 'approved');
  bench.sandbox.settle();
  void bench.sandbox.deliver();
  await Promise.resolve();
  expect(bench.sent).toHaveLength(2);
});

test('O3: a REST step with a retry policy honours Retry-After', async () => {
  const bench = new Bench({ webhook: { retry: { count: 1 } } });
  bench.answers.push({ status: 503, headers: { 'retry-after': '30' } });
  await approved(bench);
  bench.clock.time += 29_999;
  await bench.run();
  expect(bench.sent).toHaveLength(1);
  bench.clock.time += 1;
  await bench.run();
  expect(bench.sent).toHaveLength(2);
  expect(bench.sent[0]!.headers['webhook-id']).toBe(bench.sent[1]!.headers['webhook-id']);
});

test('O5: a static header instead of a signature', async () => {
  const bench = new Bench({
    webhook: { auth: 'header', headerName: 'X-Token', headerValue: 'abc' },
  });
  await approved(bench);
  expect(bench.sent[0]!.headers['X-Token']).toBe('abc');
  expect(bench.sent[0]!.headers['webhook-signature']).toBeUndefined();
});

test('O5: basic credentials', async () => {
  const bench = new Bench({ webhook: { auth: 'basic', user: 'sn', password: 'pw' } });
  await approved(bench);
  expect(bench.sent[0]!.headers['authorization']).toBe(`Basic ${btoa('sn:pw')}`);
});

test('O5: OAuth fetches a token first', async () => {
  const oauth = { tokenUrl: 'http://idp.test/token', clientId: 'sn', clientSecret: 'pw' };
  const bench = new Bench({ webhook: { auth: 'oauth', oauth } });
  bench.answers.push({ status: 200, body: '{"access_token":"t1"}' });
  await approved(bench);
  expect(bench.sent[0]!.url).toBe('http://idp.test/token');
  expect(bench.sent[1]!.headers['authorization']).toBe('Bearer t1');
});

test('O6: rejected after the approval', async () => {
  const bench = new Bench();
  const id = await approved(bench);
  bench.decide(id, 'rejected');
  await bench.run();
  expect(events(bench)).toEqual(['approval.approved', 'approval.rejected']);
});

test('O6: cancelled after the approval', async () => {
  const bench = new Bench();
  const id = await approved(bench);
  bench.call('PATCH', `/api/now/table/sc_req_item/${id}`, { body: { state: '4' } });
  await bench.run();
  expect(events(bench)).toEqual(['approval.approved', 'request.cancelled']);
  expect(bench.item(id)['approval']).toBe('approved');
  expect(bench.history('cancel')).toMatchObject([{ sys_id: id, by: 'admin' }]);
});

test('O6 switched: a rule that only knows the approval', async () => {
  const bench = new Bench({ webhook: { laterEvents: false } });
  const id = await approved(bench);
  bench.call('PATCH', `/api/now/table/sc_req_item/${id}`, { body: { state: '4' } });
  await bench.run();
  expect(events(bench)).toEqual(['approval.approved']);
});

test('O6: approved again has an id of its own', async () => {
  const bench = new Bench();
  const id = await approved(bench);
  bench.decide(id, 'requested');
  bench.decide(id, 'approved');
  await bench.run();
  expect(events(bench)).toEqual(['approval.approved', 'approval.requested', 'approval.approved']);
  expect(new Set(bench.sent.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
});

test('a rejection without an approval before it is told as well', async () => {
  const bench = new Bench();
  bench.decide(bench.hire()['sys_id']!, 'rejected');
  await bench.run();
  expect(events(bench)).toEqual(['approval.rejected']);
});

test.each([
  ['lose', 0],
  ['duplicate', 2],
] as const)('O6: told to %s, it sends %i', async (is, count) => {
  const bench = new Bench();
  bench.sandbox.faults.add({ id: 'f', on: 'webhook', effect: { is } });
  await approved(bench);
  expect(bench.sent).toHaveLength(count);
});

test('O6: told to delay, it sends later with the old timestamp', async () => {
  const bench = new Bench();
  bench.sandbox.faults.add({ id: 'f', on: 'webhook', effect: { is: 'delay', ms: 600_000 } });
  await approved(bench);
  expect(bench.sent).toHaveLength(0);
  bench.clock.time += 600_000;
  await bench.run();
  expect(bench.sent[0]!.headers['webhook-timestamp']).toBe(String(START / 1000));
});

test('O6: told to reorder, the first leaves after the second', async () => {
  const bench = new Bench();
  bench.sandbox.faults.add({ id: 'f', on: 'webhook', times: 1, effect: { is: 'reorder' } });
  const first = await approved(bench);
  const second = await approved(bench);
  bench.clock.time += 1;
  await bench.run();
  const ids = bench.sent.map(({ body }) => (JSON.parse(body) as { sys_id: string }).sys_id);
  expect(ids).toEqual([second, first]);
});

test('O6: told to break its JSON, it signs what it sends', async () => {
  const bench = new Bench();
  bench.sandbox.faults.add({ id: 'f', on: 'webhook', effect: { is: 'brokenJson' } });
  await approved(bench);
  const { headers, body } = bench.sent[0]!;
  expect(() => JSON.parse(body) as unknown).toThrow();
  const at = new Date(Number(headers['webhook-timestamp']) * 1000);
  const expected = new Webhook(SECRET).sign(headers['webhook-id']!, at, body);
  expect(headers['webhook-signature']).toBe(expected);
});

test('O6: a restarted flow sends the same event under another id', async () => {
  const bench = new Bench();
  const id = await approved(bench);
  bench.sandbox.scenario({ name: 'flow restarted', item: id });
  await bench.run();
  expect(events(bench)).toEqual(['approval.approved', 'approval.approved']);
  expect(bench.sent[0]!.headers['webhook-id']).not.toBe(bench.sent[1]!.headers['webhook-id']);
});

test('O6: a cloned instance posts with its own name', async () => {
  const bench = new Bench();
  const id = await approved(bench);
  bench.sandbox.scenario({ name: 'cloned instance', item: id });
  await bench.run();
  expect(JSON.parse(bench.sent[1]!.body)).toMatchObject({ instance: 'sandbox-clone' });
});

test('O6: an upgrade fires for every approved item', async () => {
  const bench = new Bench();
  await approved(bench);
  await approved(bench);
  bench.hire();
  expect(bench.sandbox.scenario({ name: 'upgrade burst' })).toBe(2);
  await bench.run();
  expect(bench.sent).toHaveLength(4);
});

test('a silent approval is seen by no rule', async () => {
  const bench = new Bench();
  const id = bench.hire()['sys_id']!;
  bench.sandbox.scenario({ name: 'silent approval', item: id });
  await bench.run();
  expect(bench.sent).toHaveLength(0);
  expect(bench.item(id)['approval']).toBe('approved');
});

test('O7: a unique-change trigger loses the second approval', async () => {
  const bench = new Bench({ webhook: { trigger: 'unique change', laterEvents: false } });
  const id = await approved(bench);
  bench.decide(id, 'requested');
  bench.decide(id, 'approved');
  await bench.run();
  expect(bench.sent).toHaveLength(1);
});

test('O7: once is once for the life of the item', async () => {
  const bench = new Bench({ webhook: { trigger: 'once' } });
  const id = await approved(bench);
  bench.decide(id, 'rejected');
  await bench.run();
  expect(events(bench)).toEqual(['approval.approved']);
});

test('O7: what changes during a run is dropped', async () => {
  const bench = new Bench({ webhook: { trigger: 'not while running', runMs: 60_000 } });
  const id = await approved(bench);
  bench.decide(id, 'requested');
  bench.clock.time += 60_000;
  bench.decide(id, 'approved');
  await bench.run();
  expect(events(bench)).toEqual(['approval.approved', 'approval.approved']);
});

test('O7, O8: a rule on every update fires on the writeback, unless its user is filtered', async () => {
  const bench = new Bench({ webhook: { trigger: 'every update', ignoreUsers: [] } });
  const id = await approved(bench);
  await bench.run();
  const before = bench.sent.length;
  const write = { body: { work_notes: 'done' }, as: 'jml.bridge' };
  bench.call('PATCH', `/api/now/table/sc_req_item/${id}`, write);
  await bench.run();
  expect(bench.sent).toHaveLength(before + 1);
  bench.sandbox.configure({ webhook: { ignoreUsers: ['jml.bridge'] } });
  bench.call('PATCH', `/api/now/table/sc_req_item/${id}`, write);
  await bench.run();
  expect(bench.sent).toHaveLength(before + 1);
});

test('O9: two approvers, and the one who rejects decides', () => {
  const bench = new Bench();
  const id = bench.hire()['sys_id']!;
  const { sys_id: _, ...second } = bench.approval(id);
  bench.call('POST', '/api/now/table/sysapproval_approver', { body: second });
  bench.decide(id, 'approved');
  expect(bench.item(id)['approval']).toBe('requested');
  const [, row] = bench.rows('sysapproval_approver', `sysapproval=${id}`);
  const path = `/api/now/table/sysapproval_approver/${row!['sys_id']}`;
  bench.call('PATCH', path, { body: { state: 'rejected' } });
  expect(bench.item(id)).toMatchObject({ approval: 'rejected', active: 'false', state: '4' });
});

test('O9: the approval is stamped, and cleared when it is taken back', async () => {
  const bench = new Bench();
  const id = await approved(bench);
  expect(bench.item(id)['approval_set']).toBe('2026-11-23 09:00:00');
  bench.decide(id, 'requested');
  expect(bench.item(id)['approval_set']).toBe('');
});

test('O9: pending approvals are no longer required once the item is cancelled', () => {
  const bench = new Bench();
  const id = bench.hire()['sys_id']!;
  bench.call('PATCH', `/api/now/table/sc_req_item/${id}`, { body: { state: '7' } });
  expect(bench.approval(id)['state']).toBe('not_required');
});

test('the approval can stand on the request, and reach the item or not', async () => {
  for (const approvalReachesItem of [true, false]) {
    const bench = new Bench({ approvalOn: 'request', approvalReachesItem });
    const item = bench.hire();
    bench.decide(item['request']!, 'approved');
    await bench.run();
    const expected = approvalReachesItem ? 'approved' : 'not requested';
    expect(bench.item(item['sys_id']!)['approval']).toBe(expected);
  }
});

test('O10: closing the task completes the item and its request', async () => {
  const bench = new Bench();
  const id = await approved(bench);
  const [task] = bench.rows('sc_task', `request_item=${id}`);
  expect(bench.item(id)['stage']).toBe('fulfillment');
  bench.call('PATCH', `/api/now/table/sc_task/${task!['sys_id']}`, { body: { state: '3' } });
  const item = bench.item(id);
  expect(item).toMatchObject({ state: '3', stage: 'completed', active: 'false' });
  const [request] = bench.rows('sc_request', `sys_id=${item['request']}`);
  expect(request!['request_state']).toBe('closed_complete');
});

test('O10: closing the item directly leaves the flow and its task', async () => {
  const bench = new Bench();
  const id = await approved(bench);
  bench.call('PATCH', `/api/now/table/sc_req_item/${id}`, { body: { state: '3' } });
  expect(bench.rows('sc_task', `request_item=${id}`)[0]!['state']).toBe('1');
});
