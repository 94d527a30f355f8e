import { DAY, HOUR, MINUTE, scenario, SECOND, type Scenario } from './scenario.js';

const PERSON = 'E10012';
const NEW = 'N50001';
const UPLOADS = '/bulkUpload';
const TICKETS = '/servicenow/';

/** What has one of these in its address cannot be reached for so long. */
async function unreachable(s: Scenario, ms: number, ...parts: string[]): Promise<void> {
  s.strike = ({ url }) => (parts.some((part) => url.includes(part)) ? { is: 'unsent' } : null);
  await s.run(ms);
  s.strike = () => null;
}

scenario('order: a backdated transfer goes over what was approved before it', async (s) => {
  await s.run(MINUTE);
  const first = s.desk.transfer(PERSON, 'Engineer');
  s.desk.approve(first);
  await unreachable(s, 2 * MINUTE, UPLOADS);
  const second = s.desk.transfer(PERSON, 'Lead Engineer', s.world.instance.day(-3));
  s.desk.approve(second);
  await unreachable(s, 2 * MINUTE, UPLOADS);
  await s.run(HOUR);
  expect(await s.changes(second)).toEqual(['move applied']);
  expect(s.userOf(PERSON)?.title).toBe('Lead Engineer');
  expect(await s.violations()).toEqual([]);
});

scenario('order: what comes after a leaver waits until the leaver is proven', async (s) => {
  await s.run(MINUTE);
  const leaver = s.desk.terminate(PERSON);
  s.desk.approve(leaver);
  await unreachable(s, 2 * MINUTE, UPLOADS);
  const transfer = s.desk.transfer(PERSON, 'Lead Engineer');
  s.desk.approve(transfer);
  await unreachable(s, 2 * MINUTE, UPLOADS);
  await s.run(DAY);
  expect(await s.changes(leaver)).toEqual(['disable applied']);
  expect(await s.changes(transfer)).toEqual(['move applied']);
  const titles = s.sent(PERSON).map(({ title }) => title === 'Lead Engineer');
  expect(titles).toEqual([false, true]);
  expect(await s.violations()).toEqual([]);
});

const PEOPLE = ['E10009', 'E10010', 'E10011', 'E10012', 'E10013'];

scenario(
  'order: a restart within the window of the calls does not open a new one',
  async (s) => {
    let answers = 0;
    s.world.strikes.point = (point) => {
      if (point === 'answer-read' && ++answers === 2) s.world.host!.life.kill('restarted');
    };
    await s.run(MINUTE);
    s.desk.approve(...PEOPLE.map((person) => s.desk.terminate(person)));
    await s.run(HOUR);
    expect(answers).toBeGreaterThan(2);
    for (const person of PEOPLE) expect(s.userOf(person)?.enabled).toBe(false);
    expect(await s.violations()).toEqual([]);
  },
  { plan: { callsPerWindow: 2, recordsPerCall: 1, downMs: SECOND } },
);

scenario('order: who waited in the queue is not sent on an approval of long ago', async (s) => {
  await s.run(MINUTE);
  const hire = s.desk.hire(NEW);
  s.desk.approve(hire);
  await unreachable(s, 2 * MINUTE, UPLOADS);
  s.world.servicenow.faults.add({ id: 'lost', on: 'webhook', effect: { is: 'lose' } });
  s.desk.revoke(hire);
  await unreachable(s, 2 * HOUR, UPLOADS, TICKETS);
  await unreachable(s, HOUR, TICKETS);
  expect(s.sent()).toEqual([]);
  await s.run(HOUR);
  expect((await s.ticket(hire)).state).toBe('cancelled');
  expect(s.sent()).toEqual([]);
  expect(await s.violations()).toEqual([]);
});

scenario(
  'order: the halves of a refused call keep within the calls of the day',
  async (s) => {
    s.world.entra.faults.add({
      ...{ id: 'poison', on: 'bulkUpload', match: { externalId: 'N50003' } },
      effect: { is: 'status', status: 400 },
    });
    await s.run(MINUTE);
    s.desk.approve(...[1, 2, 3, 4, 5, 6, 7, 8].map((one) => s.desk.hire(`N5000${one}`)));
    await s.run(20 * HOUR);
    expect(s.calls().some(({ status }) => status === 400)).toBe(true);
    expect(s.calls().length).toBeLessThanOrEqual(4);
    // Whoever waits for the next day is not at an end yet.
    const broken = (await s.violations()).filter((one) => !one.startsWith('I1 '));
    expect(broken).toEqual([]);
  },
  { plan: { callsPerDay: 4 } },
);

scenario('order: a row of the record before does not answer the one after it', async (s) => {
  const { entra } = s.world;
  // Carried out a minute before its time is up, and to be read of five minutes later.
  entra.configure({ processingDelayMs: 4 * HOUR - MINUTE, logDelayMs: [5 * MINUTE, 5 * MINUTE] });
  await s.run(MINUTE);
  const first = s.desk.transfer(PERSON, 'Engineer');
  s.desk.approve(first);
  await s.run(HOUR);
  const second = s.desk.transfer(PERSON, 'Lead Engineer');
  s.desk.approve(second);
  await s.run(3 * HOUR + MINUTE);
  expect(s.sent(PERSON).map(({ title }) => title)).toEqual(['Engineer', 'Lead Engineer']);
  // The second is lost before it was carried out; then the first one's row can be read.
  s.controlJob('pause');
  s.controlJob('restart');
  entra.configure({ processingDelayMs: 0 });
  await s.run(HOUR);
  expect(s.userOf(PERSON)?.title).toBe('Engineer');
  expect(await s.changes(second)).toEqual(['move sent']);
  await s.run(5 * HOUR);
  expect(await s.changes(second)).toEqual(['move applied']);
  expect(s.userOf(PERSON)?.title).toBe('Lead Engineer');
  expect(await s.violations()).toEqual([]);
});

scenario(
  'order: the row of a hire does not prove the termination sent after it',
  async (s) => {
    const { entra, instance } = s.world;
    entra.configure({ processingDelayMs: 10 * MINUTE, logDelayMs: [5 * MINUTE, 5 * MINUTE] });
    entra.configure({ cycleOperations: 1 });
    instance.enter(NEW);
    s.desk.approve(s.desk.hire(NEW));
    await s.run(2 * MINUTE);
    const leaver = s.desk.terminate(NEW);
    s.desk.approve(leaver);
    await s.run(9 * MINUTE);
    expect(s.sent(NEW).map(({ active }) => active)).toEqual([true, false]);
    entra.settle();
    expect(s.userOf(NEW)?.enabled).toBe(true);
    // The hire was carried out after the termination was sent, which now is thrown away.
    s.controlJob('pause');
    s.controlJob('restart');
    await s.run(10 * MINUTE);
    expect(await s.changes(leaver)).toEqual(['disable sent']);
    await s.run(2 * HOUR);
    expect(await s.changes(leaver)).toEqual(['disable applied']);
    expect(s.userOf(NEW)?.enabled).toBe(false);
    expect(await s.violations()).toEqual([]);
  },
  { plan: { directoryRead: false } },
);

scenario('order: a request held by an edit is not read without end on its day', async (s) => {
  await s.run(MINUTE);
  const hire = s.desk.hire(NEW, 15);
  s.desk.approve(hire);
  await s.run(HOUR);
  s.desk.edit(hire, { employee_number: PERSON });
  s.desk.repeatWebhook(hire);
  await s.run(10 * MINUTE);
  expect((await s.ticket(hire)).state).toBe('held');
  const day = await s.store.read.selectFrom('change').select('effective_at').executeTakeFirst();
  await s.run(day!.effective_at - s.now);
  const reads = s.requestsTo('sc_item_option_mtom').length;
  await s.run(10 * MINUTE);
  expect(await s.changes(hire)).toEqual(['create waiting', 'activate waiting']);
  expect(s.requestsTo('sc_item_option_mtom').length - reads).toBeLessThan(5);
  expect(s.sent()).toEqual([]);
});

/** Runs until the person's account is enabled. */
async function untilEnabled(s: Scenario): Promise<void> {
  while (!s.userOf(NEW)?.enabled) {
    await s.run(10 * SECOND);
    s.world.entra.settle();
  }
}

scenario(
  'order: an account that is not enabled yet does not prove the leaver sent after its activation',
  async (s) => {
    const { entra, instance } = s.world;
    await s.run(MINUTE);
    s.desk.approve(s.desk.hire(NEW, 1));
    await s.run(2 * HOUR);
    instance.enter(NEW);
    entra.configure({ processingDelayMs: 10 * MINUTE, logDelayMs: [5 * MINUTE, 5 * MINUTE] });
    entra.configure({ cycleOperations: 1 });
    while (s.sent(NEW).length < 2) await s.run(MINUTE);
    const leaver = s.desk.terminate(NEW);
    s.desk.approve(leaver);
    await s.run(6 * MINUTE);
    expect(s.sent(NEW).map(({ active }) => active)).toEqual([false, true, false]);
    // The activation is carried out, and the termination then thrown away.
    await untilEnabled(s);
    s.controlJob('pause');
    s.controlJob('restart');
    await s.run(3 * HOUR);
    expect(await s.changes(leaver)).toEqual(['disable applied']);
    expect(s.userOf(NEW)?.enabled).toBe(false);
    expect(await s.violations()).toEqual([]);
  },
);

scenario('order: day one enables nobody whom a later approved termination let go', async (s) => {
  s.world.instance.enter(NEW);
  await s.run(MINUTE);
  // Approved first, and found last: its webhook is lost, and its day is tomorrow.
  s.world.servicenow.faults.add({ id: 'lost', on: 'webhook', effect: { is: 'lose' }, times: 1 });
  const planned = s.desk.terminate(NEW, 1);
  s.desk.approve(planned);
  await s.run(SECOND);
  const hire = s.desk.hire(NEW, 2);
  s.desk.approve(hire);
  await s.run(MINUTE);
  const atOnce = s.desk.terminate(NEW);
  s.desk.approve(atOnce);
  await s.run(3 * DAY);
  expect(await s.changes(atOnce)).toEqual(['disable applied']);
  expect((await s.changes(planned))[0]).toMatch(/applied|unchanged/);
  expect(await s.changes(hire)).toEqual(['create applied', 'activate held']);
  expect(s.userOf(NEW)?.enabled).toBe(false);
  expect(await s.violations()).toEqual([]);
});
