import { openDecoy } from './decoy.js';
import { fateOf, sentInTime, sentOf, ticketOf, toldOf } from './fate.js';
import { requestOf } from './helpdesk.js';
import { expectSilence, expectUnharmed, MARKER } from './refusal.js';
import type { EntraFault } from '../../src/sandbox/entra/faults.js';
import { CATALOG_ITEMS } from '../../src/sandbox/servicenow/index.js';
import { openWorld, SERVICENOW, type World } from './world.js';

let world: World;
beforeAll(async () => void (world = await openWorld()));
beforeEach(() => {
  world.sandbox.entra.faults.clear();
  world.sandbox.servicenow.faults.clear();
});
afterAll(() => world.close());

/** Entra does nothing with what it accepts, so that whatever is told as done is not true. */
const NOTHING_DONE: EntraFault = { id: 'purge', on: 'bulkUpload', effect: { is: 'purge' } };

async function hireUnder(...faults: EntraFault[]) {
  for (const fault of faults) world.sandbox.entra.faults.add(fault);
  const request = requestOf(world, 'Hire');
  expect(await fateOf(world, request)).toMatchObject({ state: 'mapped' });
  return { ref: request.data.id, person: String(request.data.vars['employee_number']) };
}

const statusesOf = (ref: string) =>
  world.helpdesk.told.filter(({ id }) => id === ref).map(({ status }) => status);

async function expectNeverDone(ref: string): Promise<void> {
  await toldOf(world, ref, 'is not confirmed yet');
  expect(statusesOf(ref)).not.toContain('applied');
  expect(statusesOf(ref)).not.toContain('unchanged');
  await expectUnharmed(world);
}

describe('bad input 64:', () => {
  test('202 without Location is sent, not done; done comes with the row that proves it', async () => {
    const { ref } = await hireUnder({ id: 'x', on: 'bulkUpload', effect: { is: 'noLocation' } });
    await toldOf(world, ref, 'Microsoft Entra confirmed');
    expect(statusesOf(ref)).toEqual(['sent', 'applied']);
  });

  test('202 and nothing done is never told as done', async () => {
    const { ref } = await hireUnder(NOTHING_DONE);
    await expectNeverDone(ref);
  });

  test.each<[string, EntraFault['effect']]>([
    ['HTML with 200', { is: 'html' }],
    ['an answer that ends in the middle', { is: 'truncated' }],
    ['200 with JSON', { is: 'status', status: 200, body: { status: 'applied' } }],
    ['a connection that breaks', { is: 'dropAfter' }],
  ])('to an upload, %s is no outcome', async (_, effect) => {
    const { ref, person } = await hireUnder(
      { id: 'answer', on: 'bulkUpload', effect, times: 1 },
      { id: 'rows', on: 'logs', effect: { is: 'missingLogs' } },
    );
    await sentOrTried(person);
    await toldOf(world, ref, 'Microsoft Entra');
    await settle(25_000);
    expect(statusesOf(ref)).not.toContain('applied');
    await expectUnharmed(world);
  });

  test('of a redirect nothing is followed, and no token leaves', async () => {
    const decoy = await openDecoy();
    const location = decoy.url;
    for (const on of ['bulkUpload', 'logs', 'users', 'job', 'token'] as const)
      world.sandbox.entra.faults.add({ id: on, on, effect: { is: 'redirect', location } });
    world.sandbox.servicenow.faults.add({
      ...{ id: 'table', on: 'table' },
      effect: { is: 'status', status: 302, headers: { location } },
    });
    await world.deliver(requestOf(world, 'Hire'));
    await world.deliver({ sys_id: 'a'.repeat(32), event: 'approval.approved' }, { to: SERVICENOW });
    await settle(25_000);
    expect([decoy.calls, decoy.connections()]).toEqual([[], 0]);
    await decoy.close();
  });

  test.each<[string, EntraFault['effect']]>([
    ['a row of another job', { is: 'foreignJobRow' }],
    ['a row of next year', { is: 'futureRow' }],
    ['a row whose outcome stands under __proto__', { is: 'protoRow' }],
    ['HTML with 200', { is: 'html' }],
    ['a page that ends in the middle', { is: 'truncated' }],
    [
      'rows that are no rows',
      { is: 'status', status: 200, body: { value: [null, 1, 'x', [], {}] } },
    ],
    ['a list that is no list', { is: 'status', status: 200, body: { value: { length: 1 } } }],
    [
      'a next page at another host',
      {
        ...{ is: 'status', status: 200 },
        body: { value: [], '@odata.nextLink': 'http://127.0.0.1:1/steal' },
      },
    ],
  ])('in the provisioning log, %s proves nothing', async (_, effect) => {
    const { ref } = await hireUnder(NOTHING_DONE, { id: 'log', on: 'logs', effect });
    await expectNeverDone(ref);
    expect(Object.hasOwn(Object.prototype, 'provisioningStatusInfo')).toBe(false);
  });

  test('in the provisioning log, pages without an end prove nothing', async () => {
    const { graphUrl } = world.bridge.config.targets[0]!;
    const body = { value: [], '@odata.nextLink': `${graphUrl}/auditLogs/provisioning?$top=1` };
    const effect: EntraFault['effect'] = { is: 'status', status: 200, body };
    const { ref } = await hireUnder(NOTHING_DONE, { id: 'log', on: 'logs', effect });
    await expectNeverDone(ref);
  });

  test('a list of users without an end is no answer: nothing is sent on it', async () => {
    const { graphUrl } = world.bridge.config.targets[0]!;
    const body = { value: [], '@odata.nextLink': `${graphUrl}/users?$skiptoken=again` };
    world.sandbox.entra.faults.add({
      ...{ id: 'endless', on: 'users' },
      effect: { is: 'status', status: 200, body },
    });
    const request = requestOf(world, 'Hire');
    await world.deliver(request);
    await settle(10_000);
    expect(await ticketOf(world, request.data.id)).toMatchObject({ state: 'approved' });
    expect(sentOf(world, String(request.data.vars['employee_number']))).toEqual([]);
    world.sandbox.entra.faults.clear();
    await sentInTime(world, String(request.data.vars['employee_number']));
  });

  test.each<[string, Parameters<World['sandbox']['servicenow']['faults']['add']>[0]['effect']]>([
    ['HTML with 200', { is: 'html' }],
    ['an answer that ends in the middle', { is: 'truncated' }],
    ['a result together with an error', { is: 'quota' }],
    ['a list that says it has a thousand million rows', endless()],
    ['an approval under __proto__', forged(`{"__proto__":{"approval":"approved"}}`)],
    ['rows that are no rows', forged('null,1,"x",[]')],
  ])('from ServiceNow, %s is no approval', async (_, effect) => {
    const { desk, faults } = world.sandbox.servicenow;
    const user = desk.users().find((one) => one['user_name'] === 'mia.nguyen');
    const last_day = new Date(world.sandbox.clock.now()).toISOString().slice(0, 10);
    const item = desk.order(
      CATALOG_ITEMS.termination,
      { user: String(user?.['sys_id']), last_day, immediate: 'Yes' },
      'noah.patel',
    );
    const ref = String(item?.['sys_id']);
    faults.add({ id: 'table', on: 'table', effect });
    await world.deliver({ sys_id: ref, event: 'approval.approved' }, { to: SERVICENOW });
    await settle(10_000);
    const state = (await ticketOf(world, ref))?.state;
    expect(['received', 'held', 'waiting-approval']).toContain(state);
    expect(sentOf(world, 'E10025')).toEqual([]);
    await expectUnharmed(world);
  });

  test('nothing of a token is in the log', () => {
    const log = world.logged.join('\n');
    expect(log).not.toMatch(/eyJ|Bearer|client_secret/i);
    expect(log).not.toContain(MARKER);
    expectSilence(log.replaceAll(/"error":"[A-Z]\w+Error"/g, ''));
  });
});

function endless() {
  const headers = { 'x-total-count': '1000000000' };
  return { is: 'status' as const, status: 200, headers, body: { result: [] } };
}

function forged(rows: string) {
  return { is: 'status' as const, status: 200, body: JSON.parse(`{"result":[${rows}]}`) as object };
}

async function sentOrTried(person: string): Promise<void> {
  await world.until(async () => {
    const rows = world.bridge.store.read.selectFrom('attempt').select('id');
    return rows.where('external_id', '=', person).executeTakeFirst();
  });
}

/** Lets so much time pass, in steps that let everybody work. */
async function settle(ms: number): Promise<void> {
  const end = world.sandbox.clock.now() + ms;
  await world.until(() => (world.sandbox.clock.now() >= end ? true : undefined));
}
