import { CATALOG_ITEMS } from '../../../src/sandbox/servicenow/index.js';
import { HIRE } from '../servicenow/instance.js';
import { hosted } from './hosted.js';

const FORM = `/sandbox/order/${CATALOG_ITEMS.newHire}`;

const USER = { deletedAt: null, managerId: null };

async function raised() {
  const host = hosted();
  const answer = await host.http
    .post(FORM)
    .type('form')
    .send({ ...HIRE, sandbox_as: 'miguel.santos' });
  return { ...host, ticket: answer.headers['location']!, status: answer.status };
}

test('the first page offers the three requests', async () => {
  const { text, headers } = await hosted().http.get('/');
  for (const name of ['New hire', 'Transfer', 'Termination']) expect(text).toContain(name);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(text).not.toMatch(/<script|style=/);
});

test('a form has a labelled field for every variable', async () => {
  const { text } = await hosted().http.get(FORM);
  for (const name of Object.keys(HIRE)) expect(text).toContain(`for="field-${name}"`);
  expect(text).toMatch(/<input[^>]*type="date"/);
  expect(text).toContain('Ana Silva (Engineering Manager)');
});

test('a request raised on the page is a ticket that waits for its manager', async () => {
  const { http, ticket, status } = await raised();
  expect(status).toBe(303);
  const { text } = await http.get(ticket);
  expect(text).toContain('Approve as Ana Silva');
  expect(text).toContain('Magalhães');
  expect(text).toContain('http-equiv="refresh"');
});

test('a form with something missing comes back with what was typed', async () => {
  const body = { ...HIRE, last_name: '', sandbox_as: 'miguel.santos' };
  const answer = await hosted().http.post(FORM).type('form').send(body);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('href="#field-last_name"');
  expect(answer.text).toContain('value="Joana"');
});

test('the manager approves, and the instance tells the bridge', async () => {
  const { http, bench, ticket } = await raised();
  const id = /name="approval" value="(\w+)"/.exec((await http.get(ticket)).text)![1]!;
  await http.post(`${ticket}/decide`).type('form').send({ approval: id, state: 'approved' });
  await bench.run();
  expect(bench.sent).toHaveLength(1);
  expect(bench.history('approval')).toMatchObject([{ state: 'approved', by: 'ana.silva' }]);
});

test('a ticket can be cancelled and edited', async () => {
  const { http, bench, ticket } = await raised();
  await http.post(`${ticket}/edit`).type('form').send({ job_title: 'Architect' });
  expect((await http.get(ticket)).text).toContain('Architect');
  await http.post(`${ticket}/cancel`);
  expect((await http.get(ticket)).text).toContain('Request Cancelled');
  expect(bench.history('cancel')).toMatchObject([{ by: 'miguel.santos' }]);
});

test('notes are text, newest last, and their address is a link', async () => {
  const { http, bench, ticket } = await raised();
  const item = bench.rows('sc_req_item', `number=${ticket.split('/').at(-1)}`)[0]!;
  const path = `/api/now/table/sc_req_item/${item['sys_id']}`;
  bench.call('PATCH', path, { body: { work_notes: '[code]<script>x</script>[/code]' } });
  bench.call('PATCH', path, { body: { work_notes: 'See http://bridge.test/t/1.' } });
  const { text } = await http.get(ticket);
  expect(text).toContain('[code]&lt;script');
  expect(text.indexOf('[code]')).toBeLessThan(text.indexOf('See '));
  expect(text).toContain('<a href="http://bridge.test/t/1">Open in the bridge</a>');
});

test('the address of a real instance leads to the ticket', async () => {
  const { http, bench } = hosted();
  const item = bench.hire();
  const direct = await http.get(`/servicenow/sc_req_item.do?sys_id=${item['sys_id']}`);
  expect(direct.headers['location']).toBe(`/sandbox/tickets/${item['sys_id']}`);
  const uri = encodeURIComponent(`sc_req_item.do?sys_id=${item['sys_id']}`);
  const framed = await http.get(`/servicenow/nav_to.do?uri=${uri}`);
  expect(framed.headers['location']).toBe(`/sandbox/tickets/${item['sys_id']}`);
});

test('the directory shows who is enabled and who manages whom', async () => {
  const { http, bench } = hosted();
  const users = bench.state.collection('entra.user');
  users.put('u1', { ...USER, id: 'u1', values: { displayName: 'Ana', accountEnabled: true } });
  users.put('u2', { ...USER, id: 'u2', managerId: 'u1', values: { displayName: 'Rui <b>' } });
  users.put('u3', { ...USER, id: 'u3', deletedAt: 1, values: { displayName: 'Gone' } });
  const { text } = await http.get('/sandbox/directory');
  expect(text).toContain('2 users');
  expect(text).toMatch(/Rui.*disabled.*<td>Ana<\/td>/);
  expect(text).toContain('Rui &lt;b');
});

test('the clock page turns to the day a ticket waits for', async () => {
  const { http, clock } = await raised();
  const { text } = await http.get('/sandbox/time');
  expect(text).toContain('2026-12-01 (Europe/Lisbon): start of Joana Magalhães');
  await http.post('/sandbox/time').type('form').send({ to: '2026-12-01T00:00:00.000Z' });
  expect(clock.now()).toBe(Date.UTC(2026, 11, 1));
});

test('the style sheet is served', async () => {
  const answer = await hosted().http.get('/sandbox/assets/sandbox.css');
  expect(answer.status).toBe(200);
  expect(answer.type).toBe('text/css');
});

test('an unknown ticket is a page that says so', async () => {
  expect((await hosted().http.get('/sandbox/tickets/RITM1')).status).toBe(404);
});

test('a form posted from another origin is refused', async () => {
  const { http } = hosted();
  const answer = await http.post(FORM).set('origin', 'http://evil.test').type('form').send(HIRE);
  expect(answer.status).toBe(403);
});
