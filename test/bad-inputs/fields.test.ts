import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fateOf, sentInTime, sentOf, sentRecords, ticketOf, toldOf } from './fate.js';
import { requestOf } from './helpdesk.js';
import { expectKept, expectSilence, expectUnharmed, MARKER } from './refusal.js';
import { openWorld, SERVICENOW, type World } from './world.js';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

type Fields = Record<string, unknown>;

describe.each<[string, Fields, Fields, string]>([
  ['16: a number where text is due', { employee_number: 4711 }, {}, '/data/vars/employee_number'],
  ['16: a flag where text is due', { display_name: true }, {}, '/data/vars/display_name'],
  ['16: text where a number is due', {}, { revision: '1' }, '/data/revision'],
  ['16: the text "false" for a flag', {}, { approval: 'false' }, '/data/approval'],
  [
    '16: a list for a text',
    { employee_number: [MARKER, 'E10029'] },
    {},
    '/data/vars/employee_number/0',
  ],
  [
    '17: {"$gt":""} as a value',
    { employee_number: { $gt: '' } },
    {},
    '/data/vars/employee_number/id',
  ],
  ['17: {"$gt":""} as an id', {}, { id: { $gt: '' } }, '/data/id'],
  ['18: a revision of 1.5', {}, { revision: 1.5 }, '/data/revision'],
  ['18: a revision of -1', {}, { revision: -1 }, '/data/revision'],
])('bad input %s', (_, vars, data, pointer) => {
  test(`is answered 422 validation-failed at ${pointer}, without being converted`, async () => {
    const answer = await world.deliver(requestOf(world, 'Hire', vars, data));
    const { errors } = await expectKept(world, answer, 422, 'validation-failed');
    expect(errors?.map((error) => error.pointer)).toContain(pointer);
  });
});

test.each([
  ['18: a revision of 1e400', '"revision":1', '"revision":1e400'],
  ['18: a revision of 2^53 + 1', '"revision":1', '"revision":9007199254740993'],
  ['19: a key __proto__', '"vars":{', `"vars":{"__proto__":{"${MARKER}":"1"},`],
  ['19: an escaped key __proto__', '"vars":{', `"vars":{"\\u005f_proto__":{"${MARKER}":"1"},`],
  ['19: a key __proto__ at the top', '{"type"', `{"__proto__":{"${MARKER}":"1"},"type"`],
  [
    '19: constructor.prototype',
    '"vars":{',
    `"vars":{"constructor":{"prototype":{"${MARKER}":"1"}},`,
  ],
])('bad input %s is answered 422 validation-failed', async (_, usual, instead) => {
  const body = JSON.stringify(requestOf(world, 'Hire')).replace(usual, instead);
  expect(body).toContain(instead);
  await expectKept(world, await world.deliver(body), 422, 'validation-failed');
});

test('bad input 20: fields that are the bridge’s own are not honoured', async () => {
  const texts = { state: 'mapped', lane: '0', tenant_id: 'other', target: 'other' };
  const own = { ...texts, lane: 0, approved_at: 1, revoked: false };
  const request = requestOf(world, 'Hire', texts, {
    ...own,
    approval: { value: 'waiting', at: null, approvers: [], state: 'approved' },
  });
  const fate = await fateOf(world, { ...request, ...own });
  expect(fate.state).toBe('waiting-approval');
  expect(await ticketOf(world, request.data.id)).toMatchObject({
    ...{ connection: 'helpdesk', approved_at: null, kind: null },
  });
  expect(sentOf(world, String(request.data.vars['employee_number']))).toEqual([]);
});

test.each([
  ['*', 'entra-limit'],
  ['%', 'entra-limit'],
  ['', 'person-missing'],
  ['E10029,E10030', 'entra-limit'],
])(
  'bad input 33: a termination for %j is rejected in words, put before people, and nobody is sent',
  async (employee_number, code) => {
    const before = sentRecords(world).length;
    const request = requestOf(world, 'Leave', { employee_number });
    expect(await fateOf(world, request)).toMatchObject({ state: 'rejected', code });
    await toldOf(world, request.data.id, 'Nothing was sent to Microsoft Entra.');
    expect(await world.page('/attention')).toContain(request.data.id);
    expect(sentRecords(world)).toHaveLength(before);
  },
);

test.each([
  ['36: Cyrillic letters', 'nіna.park@sandbox.example'],
  ['36: Greek letters', 'nina.pαrk@sandbox.example'],
  ['36: fullwidth letters', 'ｎina.park@sandbox.example'],
  ['37: a zero-width space', 'nina\u200bpark@sandbox.example'],
  ['37: a bidi override', 'nina\u202epark@sandbox.example'],
  ['37: a soft hyphen', 'nina\u00adpark@sandbox.example'],
  ['38: two @', 'nina@park@sandbox.example'],
  ['38: a dot before the @', 'nina.@sandbox.example'],
  ['38: a plus', 'nina+park@sandbox.example'],
  ['38: 65 characters before the @', `${'n'.repeat(65)}@sandbox.example`],
  ['38: 49 characters after the @', `nina@${'s'.repeat(41)}.example`],
  ['38: a foreign domain', 'nina.park@evil.example'],
  ['38: #EXT#', 'nina_evil.example#EXT#@sandbox.example'],
])('bad input %s in a user name: the request is rejected and the ticket told', async (_, name) => {
  const request = requestOf(world, 'Hire', { user_name: name });
  expect(await fateOf(world, request)).toMatchObject({ state: 'rejected', pointer: 'userName' });
  const told = await toldOf(world, request.data.id, 'user name');
  expect(told.note).not.toContain(name);
  expect(sentOf(world, String(request.data.vars['employee_number']))).toEqual([]);
});

test.each([
  ['a control character', 'Nina\u0007Park'],
  ['a bidi override', 'Nina\u202ePark'],
  ['300 combining marks', `Nina${'\u0301'.repeat(300)}`],
  ['257 characters', 'N'.repeat(257)],
])('bad input 39: a display name with %s: the request is rejected', async (_, display_name) => {
  const request = requestOf(world, 'Hire', { display_name });
  expect(await fateOf(world, request)).toMatchObject({ state: 'rejected', pointer: 'displayName' });
  await toldOf(world, request.data.id, 'display name');
});

test.each(['Null', "O'Neill", '山田', 'X'])(
  'bad input 40: the surname %s is nothing bad: it is sent as it is',
  async (last_name) => {
    const request = requestOf(world, 'Hire', { last_name });
    expect(await fateOf(world, request)).toMatchObject({ state: 'mapped' });
    const sent = await sentInTime(world, String(request.data.vars['employee_number']));
    expect(sent.data['name']).toEqual({ familyName: last_name });
  },
);

test('bad input 41: the employee number 00123 is sent as text with its zeros', async () => {
  const request = requestOf(world, 'Hire', { employee_number: '00123' });
  expect(await fateOf(world, request)).toMatchObject({ state: 'mapped' });
  expect((await sentInTime(world, '00123')).externalId).toBe('00123');
  expect(sentOf(world, '123')).toEqual([]);
});

const NO_DATES = [
  ...['2026-02-30', '2027-01-04T24:00:00Z', '2027-01-04T09:00:00', '01/02/2027', '1', '9999-01-01'],
];

test.each(NO_DATES)(
  'bad input 42: the start date %s: the request is rejected and the ticket told',
  async (start_date) => {
    const request = requestOf(world, 'Hire', { start_date });
    expect(await fateOf(world, request)).toMatchObject({ state: 'rejected', code: 'date-invalid' });
    await toldOf(world, request.data.id, 'date');
  },
);

test.each(NO_DATES.filter((date) => date !== '9999-01-01'))(
  'bad input 42: the time %s of a delivery is answered 422 validation-failed',
  async (timestamp) => {
    const request = { ...requestOf(world, 'Hire'), timestamp };
    const answer = await world.deliver(request);
    const { errors } = await expectKept(world, answer, 422, 'validation-failed');
    expect(errors).toEqual([{ pointer: '/timestamp', code: 'instant-expected' }]);
  },
);

test.each(['${7*7}', '{{7*7}}', '{% assign x = 7 %}{{x}}', '<%= 7*7 %>', '#{7*7}'])(
  'bad input 45: %s in a ticket stays the text it is',
  async (text) => {
    const request = requestOf(world, 'Hire', { title: text, display_name: text });
    expect(await fateOf(world, request)).toMatchObject({ state: 'mapped' });
    const sent = await sentInTime(world, String(request.data.vars['employee_number']));
    expect(sent.data).toMatchObject({ title: text, displayName: text });
    expect(JSON.stringify(sent.data)).not.toContain('49');
  },
);

describe('bad input 49:', () => {
  const paths = () => world.sandbox.state.history().map(({ json }) => json);

  test.each<[string, Fields]>([
    ['a sys_id with ../', { sys_id: '../../api/now/table/sys_user' }],
    ['a sys_id in another case', { sys_id: 'A'.repeat(32) }],
    ['a number with ^OR', { number: 'RITM0010042^ORactive=true' }],
    ['a number with a line break', { number: 'RITM0010042\r\nX-Evil: 1' }],
    ['another table', { sys_id: 'a'.repeat(32), table: 'sys_user' }],
  ])('%s is answered 422 and asked for nowhere', async (_, fields) => {
    const before = paths().length;
    const answer = await world.deliver(fields, { to: SERVICENOW });
    await expectKept(world, answer, 422, 'validation-failed');
    expect(paths().slice(before).join()).not.toMatch(/\.\.|\^ORactive|Evil|A{32}/);
  });

  test.each(["x' or '1", 'x)', '../x'])(
    'the manager id %s: the request is rejected before anybody is asked for it',
    async (id) => {
      const request = requestOf(world, 'Hire', { manager: { id, name: 'Bo' } });
      expect(await fateOf(world, request)).toMatchObject({
        ...{ state: 'rejected', pointer: 'enterprise.manager' },
      });
      expect(paths().join()).not.toContain(id);
    },
  );

  test('an id with ../ of a system that is only told is answered 422', async () => {
    const answer = await world.deliver(requestOf(world, 'Hire', {}, { id: '../../x' }));
    await expectKept(world, answer, 422, 'validation-failed');
    expect(world.helpdesk.asked.every((path) => path === '/told')).toBe(true);
  });
});

test('bad input 52: a callback address inside the ticket is never called', async () => {
  let called = 0;
  const decoy = createServer((_, response) => {
    called++;
    response.end();
  });
  await new Promise<void>((ready) => decoy.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(decoy.address() as AddressInfo).port}/`;
  const addresses = { callback_url: url, callbackUrl: url, url, link: url };
  const request = requestOf(world, 'Hire', addresses, addresses);
  expect(await fateOf(world, { ...request, ...addresses })).toMatchObject({
    state: 'mapped',
  });
  await toldOf(world, request.data.id, 'was sent');
  expect(called).toBe(0);
  await new Promise((done) => decoy.close(done));
});

test('nothing of all this is in the log, nor did it leave a trace on objects', async () => {
  expectSilence(world.logged.join('\n'));
  await expectUnharmed(world);
});
