import { PEOPLE } from '../../src/sandbox/people-data.js';
import { CATALOG_ITEMS } from '../../src/sandbox/servicenow/index.js';
import { fateOf, fateOfTicket, sentInTime, sentOf, ticketOf, toldOf } from './fate.js';
import { requestOf } from './helpdesk.js';
import { expectKept } from './refusal.js';
import { openWorld, SERVICENOW, type World } from './world.js';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const userOf = (employeeNumber: string) =>
  PEOPLE.find((one) => one.employeeNumber === employeeNumber)!;

/** A termination in ServiceNow that nobody has decided on yet. */
function raise(employeeNumber: string, by = 'noah.patel'): string {
  const answers = {
    user: userOf(employeeNumber).sysId,
    last_day: new Date(world.sandbox.clock.now()).toISOString().slice(0, 10),
    immediate: 'Yes',
  };
  const item = world.sandbox.servicenow.desk.order(CATALOG_ITEMS.termination, answers, by);
  return String(item?.['sys_id']);
}

const notesOf = (ref: string) =>
  (world.sandbox.servicenow.desk.ticket(ref)?.notes ?? []).map((note) => String(note['value']));

const approved = (value: unknown) => ({
  approval: { value, at: null, approvers: [], requester: {} },
});

describe('bad input 29:', () => {
  test.each([
    'Approved',
    'APPROVED',
    'approved ',
    'requested',
    'not_yet_requested',
    'yes',
    true,
    1,
  ])('approval %j is answered 422 not-approved, kept, and the request is told', async (value) => {
    const request = requestOf(world, 'Leave', { employee_number: 'E10011' }, approved(value));
    const answer = await world.deliver(request);
    const { errors } = await expectKept(world, answer, 422, 'not-approved');
    expect(errors).toEqual([{ pointer: '/data/approval/value', code: 'not-approved' }]);
    const told = await toldOf(world, request.data.id, 'was refused');
    expect(told).toMatchObject({ status: 'waiting-approval', final: false });
    expect(sentOf(world, 'E10011')).toEqual([]);
  });

  test('such a message about a ticket of ServiceNow is written on that ticket, which is read back all the same', async () => {
    const ref = raise('E10011');
    const message = { sys_id: ref, event: 'approval.approved', approval: 'Approved' };
    const answer = await world.deliver(message, { to: SERVICENOW });
    await expectKept(world, answer, 422, 'not-approved');
    const note = await world.until(() => notesOf(ref).find((one) => one.includes('was refused')));
    expect(note).toContain('This request waits for its approval.');
    const { number = '' } = (await ticketOf(world, ref)) ?? {};
    expect(await world.page('/attention')).toContain(number);
    expect(sentOf(world, 'E10011')).toEqual([]);
  });

  test('a termination with a typing error in its message is not lost: the ticket itself is approved', async () => {
    const { desk, faults } = world.sandbox.servicenow;
    faults.add({ id: 'lost', on: 'webhook', effect: { is: 'lose' } });
    const ref = raise('E10025');
    desk.decide(String(desk.ticket(ref)?.approvals[0]?.row['sys_id']), 'approved', '');
    const answer = await world.deliver(
      { sys_id: ref, event: 'approval.approved', approval: 'aproved' },
      { to: SERVICENOW },
    );
    await expectKept(world, answer, 422, 'not-approved');
    expect(await sentInTime(world, 'E10025')).toMatchObject({ active: false });
    faults.clear('lost');
  });
});

describe('bad input 30:', () => {
  test.each([
    ['the requester', { id: 'desk', name: 'Dee Desk' }],
    ['the subject', { id: 'samuel', name: 'Samuel Adeyemi' }],
  ])('approved by %s alone: held, and nobody is sent', async (_, by) => {
    const at = new Date(world.sandbox.clock.now()).toISOString();
    const request = requestOf(
      world,
      'Leave',
      { employee_number: 'E10012', employee: { id: 'samuel', name: 'Samuel Adeyemi' } },
      { approval: { value: 'approved', at, approvers: [{ ...by, decision: 'approved', at }] } },
    );
    expect(await fateOf(world, request)).toMatchObject({ state: 'held', code: 'self-approved' });
    await toldOf(world, request.data.id, 'approved only by');
    expect(sentOf(world, 'E10012')).toEqual([]);
  });
});

test('bad input 31: an approval that ServiceNow does not confirm: nothing is sent, and it is a security event', async () => {
  const ref = raise('E10013');
  const message = { sys_id: ref, event: 'approval.approved', approval: 'approved' };
  const answer = await world.deliver(message, { to: SERVICENOW });
  expect(answer.status).toBe(202);
  expect(await fateOfTicket(world, ref)).toMatchObject({ state: 'waiting-approval' });
  const { id = '' } = (await ticketOf(world, ref)) ?? {};
  const events = await world.bridge.store.read
    .selectFrom('audit')
    .select('action')
    .where('subject', '=', `ticket:${id}`)
    .execute();
  expect(events.map(({ action }) => action)).toContain('security.approval-not-confirmed');
  expect(sentOf(world, 'E10013')).toEqual([]);
});

test('bad input 32: a cancellation that comes before the approval: both are accepted, nothing is sent', async () => {
  const vars = { employee_number: 'E10014' };
  const request = requestOf(world, 'Leave', vars, { revision: 5, status: 'cancelled' });
  expect(await fateOf(world, request)).toMatchObject({ state: 'cancelled' });
  const older = { ...request, data: { ...request.data, revision: 3, status: 'open' } };
  expect((await world.deliver(older)).status).toBe(202);
  // A request that came later is through before anything is concluded from silence.
  const later = requestOf(world, 'Hire');
  await fateOf(world, later);
  await sentInTime(world, String(later.data.vars['employee_number']));
  expect(await fateOfTicket(world, request.data.id)).toMatchObject({ state: 'cancelled' });
  expect(sentOf(world, 'E10014')).toEqual([]);
});

describe('bad input 34:', () => {
  test('a termination whose user name and employee number are two people: held', async () => {
    const vars = { employee_number: 'E10015', user_name: 'renee.lefevre@sandbox.example' };
    const request = requestOf(world, 'Leave', vars);
    expect(await fateOf(world, request)).toMatchObject({ state: 'held', code: 'person-mismatch' });
    await toldOf(world, request.data.id, 'somebody else');
    expect(sentOf(world, 'E10015')).toEqual([]);
  });

  test('a termination whose employee number two accounts have: held', async () => {
    const account = (userPrincipalName: string) => ({
      ...{ id: userPrincipalName, employeeId: 'E10016', userPrincipalName, accountEnabled: true },
    });
    const value = ['oliver@sandbox.example', 'oliver.second@sandbox.example'].map(account);
    world.sandbox.entra.faults.add({
      ...{ id: 'double', on: 'users', times: 1 },
      effect: { is: 'status', status: 200, body: { value } },
    });
    const request = requestOf(world, 'Leave', { employee_number: 'E10016' });
    expect(await fateOf(world, request)).toMatchObject({ state: 'held', code: 'person-ambiguous' });
    expect(sentOf(world, 'E10016')).toEqual([]);
  });
});

describe('bad input 35:', () => {
  test('a hire with the employee number of somebody else: held', async () => {
    const request = requestOf(world, 'Hire', { employee_number: 'E10017' });
    expect(await fateOf(world, request)).toMatchObject({
      ...{ state: 'held', code: 'person-already-exists' },
    });
    await toldOf(world, request.data.id, 'already has this employee number');
    expect(sentOf(world, 'E10017')).toEqual([]);
  });

  test('a hire with the user name of somebody else: held', async () => {
    const user_name = 'Amir.Haddad@sandbox.example';
    const request = requestOf(world, 'Hire', { user_name });
    expect(await fateOf(world, request)).toMatchObject({
      ...{ state: 'held', code: 'user-name-unavailable' },
    });
    expect(sentOf(world, String(request.data.vars['employee_number']))).toEqual([]);
  });

  test('two hires at once with the same new user name: one of them is held', async () => {
    const user_name = 'the.same@sandbox.example';
    const both = [requestOf(world, 'Hire', { user_name }), requestOf(world, 'Hire', { user_name })];
    const fates = await Promise.all(both.map((request) => fateOf(world, request)));
    expect(fates.map(({ state }) => state).sort()).toEqual(['held', 'mapped']);
  });
});

test('bad input 43: a termination effective yesterday is nothing bad: it is sent at once', async () => {
  const started = world.sandbox.clock.now();
  const yesterday = new Date(started - 86_400_000).toISOString().slice(0, 10);
  const request = requestOf(world, 'Leave', { employee_number: 'E10018', last_day: yesterday });
  await fateOf(world, request);
  expect(await sentInTime(world, 'E10018')).toMatchObject({ active: false });
  expect(world.sandbox.clock.now() - started).toBeLessThan(60_000);
});
