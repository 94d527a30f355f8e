import { START } from '../servicenow/instance.js';
import { hosted } from './hosted.js';

test('serves the ServiceNow stand-in below /servicenow', async () => {
  const { http } = hosted();
  const answer = await http
    .get('/servicenow/api/now/table/sys_user?sysparm_limit=1')
    .auth('admin', 'sandbox');
  expect(answer.status).toBe(200);
  expect(answer.headers['link']).toContain('http://127.0.0.1:4000/servicenow/api/now/table/');
});

test('serves the Entra stand-in with the path below its mount point and the raw body', async () => {
  const { http } = hosted();
  const token = await http.get('/entra/tenant/token?x=1');
  expect(token.body).toEqual({ path: '/tenant/token', baseUrl: 'http://127.0.0.1:4000/entra' });
  const upload = await http
    .post('/graph/x')
    .set('content-type', 'application/scim+json')
    .send('{}');
  expect(upload.body).toEqual({ bytes: 2 });
});

test('a dropped answer is a closed connection', async () => {
  await expect(hosted().http.get('/graph/drop')).rejects.toThrow(/hang up|reset/);
});

test('an answer dropped in part is cut off', async () => {
  await expect(hosted().http.get('/graph/part')).rejects.toThrow(/abort|reset|hang up/);
});

test('a body beyond 10 MB is a 400 on ServiceNow and a 413 on Graph', async () => {
  const { http } = hosted();
  const body = 'x'.repeat(10 * 1024 * 1024 + 1);
  const type = 'application/json';
  expect((await http.post('/servicenow/x').type(type).send(body)).status).toBe(400);
  expect((await http.post('/graph/x').type(type).send(body)).status).toBe(413);
});

test('history is one event a line, each with its sequence number, after the one asked for', async () => {
  const { http, bench } = hosted();
  bench.hire();
  const all = await http.get('/sandbox/history').buffer(true);
  expect(all.type).toBe('application/x-ndjson');
  const events = lines(all.text);
  expect(events.map((event) => event['op'])).toEqual(['order', 'read']);
  const later = await http.get(`/sandbox/history?after=${String(events[0]!['seq'])}`).buffer(true);
  expect(lines(later.text)).toEqual(events.slice(1));
});

test.each([
  [{ advance: 'PT1H' }, 3_600_000],
  [{ advance: 5 }, 5],
  [{ advanceMs: 7 }, 7],
  [{ advanceSeconds: 2 }, 2000],
  [{ to: '2026-11-24T09:00:00Z' }, 86_400_000],
])('turns the clock by %j', async (body, ms) => {
  const answer = await hosted().http.post('/sandbox/clock').send(body);
  expect(answer.body).toMatchObject({ nowMs: START + ms });
});

test.each([
  [{ advance: 'soon' }, /duration/],
  [{ to: '2020-01-01T00:00:00Z' }, /forward/],
  [{ advanceMs: -1 }, /number from 0/],
  [{ logDelayMs: [2, 1] }, /least, most/],
  [{ speed: 2 }, /clock/],
])('refuses to turn the clock by %j', async (body, title) => {
  const answer = await hosted().http.post('/sandbox/clock').send(body);
  expect(answer.status).toBe(400);
  expect(answer.type).toBe('application/problem+json');
  expect(answer.text).toMatch(title);
});

test('scale sets what Entra multiplies its delays by', async () => {
  const { http, entra } = hosted();
  const answer = await http.post('/sandbox/clock').send({ scale: 0.1 });
  expect(answer.body).toMatchObject({ scale: 0.1, processingDelayMs: 30_000 });
  expect(entra.settings.scale).toBe(0.1);
});

test('delays can be set one by one', async () => {
  const { http } = hosted();
  await http.post('/sandbox/clock').send({ processingDelayMs: 10, logDelayMs: [1, 2] });
  const answer = await http.get('/sandbox/clock');
  expect(answer.body).toMatchObject({ processingDelayMs: 10, logDelayMs: [1, 2] });
});

test('a fault can be added, strikes, and is cleared', async () => {
  const { http } = hosted();
  const fault = { system: 'servicenow', id: 'f1', on: 'table', effect: 'status', status: 503 };
  expect((await http.post('/sandbox/faults').send(fault)).status).toBe(201);
  const read = () => http.get('/servicenow/api/now/table/sc_task').auth('admin', 'sandbox');
  expect((await read()).status).toBe(503);
  expect((await http.get('/sandbox/faults')).body).toEqual([
    { system: 'servicenow', id: 'f1', on: 'table', effect: { is: 'status', status: 503 } },
  ]);
  expect((await http.delete('/sandbox/faults')).status).toBe(204);
  expect((await read()).status).toBe(200);
});

test.each([
  [{ system: 'jira' }, /system/],
  [{ system: 'servicenow', id: 'a', on: 'door', effect: 'html' }, /on: expected/],
  [{ system: 'servicenow', id: 'a', on: 'table', effect: 'lose' }, /effect/],
  [{ system: 'servicenow', id: 'a', on: 'table', effect: 'delay' }, /ms/],
  [{ system: 'servicenow', on: 'table', effect: 'html' }, /id/],
  [{ system: 'entra', id: 'a', on: 'users', effect: 'missingLogs' }, /effect/],
  [{ system: 'entra', id: 'a', on: 'logs', effect: 'lateLogs' }, /ms/],
  [{ system: 'servicenow', id: 'a', on: 'table', effect: 'html', times: 0 }, /times/],
])('refuses the fault %j', async (fault, message) => {
  const answer = await hosted().http.post('/sandbox/faults').send(fault);
  expect(answer.status).toBe(400);
  expect(answer.type).toBe('application/problem+json');
  expect(answer.text).toMatch(message);
});

test('settings of both systems can be read and changed', async () => {
  const { http } = hosted();
  const change = { servicenow: { webhook: { body: 'fat' } }, entra: { processingDelayMs: 5 } };
  const answer = await http.post('/sandbox/settings').send(change);
  expect(answer.body).toMatchObject(change);
  const same = await http.get('/sandbox/settings');
  expect(same.body).toMatchObject(change);
});

test.each([[{ servicenow: { colour: 1 } }], [{ servicenow: { hibernating: 'yes' } }]])(
  'refuses the settings %j',
  async (change) => {
    expect((await hosted().http.post('/sandbox/settings').send(change)).status).toBe(400);
  },
);

test('a scenario can be played', async () => {
  const { http, bench } = hosted();
  const item = bench.hire();
  const scenario = { name: 'silent approval', item: item['number'] };
  expect((await http.post('/sandbox/scenarios').send(scenario)).body).toEqual({ items: 1 });
  expect(bench.item(item['sys_id']!)['approval']).toBe('approved');
  expect((await http.post('/sandbox/scenarios').send({ name: 'flood' })).status).toBe(400);
});

test('a body that is no JSON is a problem and not a crash', async () => {
  const answer = await hosted().http.post('/sandbox/clock').type('text/plain').send('{');
  expect(answer.status).toBe(400);
});

test('another origin cannot turn the clock', async () => {
  const { http } = hosted();
  const foreign = http.post('/sandbox/clock').set('origin', 'http://evil.test').send({});
  expect((await foreign).status).toBe(403);
  const cross = http.post('/sandbox/clock').set('sec-fetch-site', 'cross-site').send({});
  expect((await cross).status).toBe(403);
});

function lines(text: string): Record<string, unknown>[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
