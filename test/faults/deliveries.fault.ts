import { signatureHeaders } from '../../src/sandbox/servicenow/outbound/sign.js';
import { HOUR, MINUTE, scenario, type Scenario } from './scenario.js';

const LEAVER = 'E10012';

interface Delivery {
  headers: Record<string, string>;
  body: string;
}

/** Every webhook that reaches the process from now on. */
function overhear(s: Scenario): Delivery[] {
  const heard: Delivery[] = [];
  const host = s.world.host!;
  const deliver = host.deliver.bind(host);
  host.deliver = (name, headers, body) => {
    heard.push({ headers, body });
    return deliver(name, headers, body);
  };
  return heard;
}

/** Sends it to the bridge, as a sender would; the status. */
async function send(s: Scenario, { headers, body }: Delivery): Promise<number | string> {
  const name = s.world.config.connections[0]!.name;
  let status: number | string = 'none';
  void s.world.host!.deliver(name, headers, body).then((answer) => {
    status = 'status' in answer ? answer.status : answer.failed;
  });
  await s.run(1);
  return status;
}

const count = async (s: Scenario, table: 'delivery' | 'ticket' | 'change') =>
  (await s.store.read.selectFrom(table).select('id').execute()).length;

scenario('F36: sixty copies of a delivery at once make one request and one effect', async (s) => {
  const heard = overhear(s);
  const leaver = s.desk.terminate(LEAVER);
  s.world.servicenow.faults.add({ id: 'slow', on: 'webhook', effect: { is: 'delay', ms: MINUTE } });
  s.desk.approve(leaver);
  await s.run(2 * MINUTE);
  const [first] = heard;
  const copies = Array.from({ length: 60 }, () => send(s, first!));
  const answers = new Set(await Promise.all(copies));
  expect([...answers].every((status) => [200, 202, 409].includes(Number(status)))).toBe(true);
  await s.run(HOUR);
  expect([await count(s, 'delivery'), await count(s, 'ticket')]).toEqual([1, 1]);
  expect(s.sent()).toHaveLength(1);
  expect(await s.violations()).toEqual([]);
});

scenario('F36: sixty first copies, before any is stored, make one request too', async (s) => {
  const effect = { is: 'duplicate', copies: 60 } as const;
  s.world.servicenow.faults.add({ id: 'sixty', on: 'webhook', effect });
  s.desk.approve(s.desk.hire('N50001'));
  await s.run(2 * HOUR);
  const answers = s.events().filter(({ op }) => op === 'webhook');
  expect(answers).toHaveLength(60);
  expect(answers.some(({ status }) => status === 202)).toBe(true);
  expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
  expect([await count(s, 'delivery'), await count(s, 'ticket')]).toEqual([1, 1]);
  expect(s.sent()).toHaveLength(1);
  expect(await s.violations()).toEqual([]);
});

scenario('F37: a delivery replayed 25 hours later, signed anew, is recognised', async (s) => {
  const heard = overhear(s);
  const leaver = s.desk.terminate(LEAVER);
  s.desk.approve(leaver);
  await s.run(25 * HOUR);
  const [first] = heard;
  const seconds = Math.floor(s.now / 1_000);
  const { webhook } = s.world.servicenow.settings;
  const id = first!.headers['webhook-id']!;
  expect(await send(s, first!)).toBe(401);
  const fresh = signatureHeaders(webhook, id, seconds, first!.body);
  const before = [await count(s, 'delivery'), await count(s, 'change'), s.sent().length];
  expect(await send(s, { headers: { ...first!.headers, ...fresh }, body: first!.body })).toBe(202);
  await s.run(HOUR);
  expect([await count(s, 'delivery'), await count(s, 'change'), s.sent().length]).toEqual(before);
  expect(await s.changes(leaver)).toEqual(['disable applied']);
  expect(await s.violations()).toEqual([]);
});

scenario('F38: a cancellation told before the approval it takes back sends nothing', async (s) => {
  const id = 'reorder';
  s.world.servicenow.faults.add({ id, on: 'webhook', effect: { is: id }, times: 1 });
  const heard = overhear(s);
  // The sweep of the start is over.
  await s.run(MINUTE);
  const hire = s.desk.hire('N50001');
  s.desk.approve(hire);
  await s.run(20_000);
  expect(heard).toEqual([]);
  s.desk.cancel(hire);
  await s.run(2 * HOUR);
  const events = heard.map(({ body }) => (JSON.parse(body) as { event: string }).event);
  expect(events).toEqual(['request.cancelled', 'approval.approved']);
  expect(s.sent()).toEqual([]);
  expect((await s.ticket(hire)).state).toBe('cancelled');
  expect(await s.violations()).toEqual([]);
});

scenario('F38: of two revisions told in the wrong order the higher one wins', async (s) => {
  await s.run(MINUTE);
  const transfer = s.desk.transfer(LEAVER, 'Role 4');
  const id = 'reorder';
  s.world.servicenow.faults.add({ id, on: 'webhook', effect: { is: id }, times: 1 });
  s.desk.approve(transfer);
  await s.run(20_000);
  s.desk.edit(transfer, { new_job_title: 'Role 4, corrected' });
  s.desk.revoke(transfer);
  s.desk.approve(transfer);
  await s.run(3 * HOUR);
  expect(s.sent().map(({ title }) => title)).toEqual(['Role 4, corrected']);
  expect(s.userOf(LEAVER)!.title).toBe('Role 4, corrected');
  expect(await s.violations()).toEqual([]);
});

scenario('F38: a replica of the ticket system that lags behind revives nothing', async (s) => {
  const hire = s.desk.hire('N50001', 30);
  s.desk.approve(hire);
  await s.run(MINUTE);
  const reads = ({ url }: { url: string }) => url.includes(`sc_req_item?sysparm_query=sys_idIN`);
  const approved = s.askAgain(s.requests.find(reads)!);
  s.desk.cancel(hire);
  await s.run(MINUTE);
  expect((await s.ticket(hire)).state).toBe('cancelled');
  s.strike = (request) => (reads(request) ? { is: 'answered', answer: { body: approved } } : null);
  s.desk.repeatWebhook(hire);
  await s.run(20 * MINUTE);
  expect((await s.ticket(hire)).state).toBe('cancelled');
  expect(await s.changes(hire)).toEqual(['create cancelled', 'activate cancelled']);
  s.strike = () => null;
  await s.run(HOUR);
  expect(await s.violations()).toEqual([]);
});

scenario(
  'F39: with every webhook lost, the sweep finds an approved ticket in 15 minutes',
  async (s) => {
    s.world.servicenow.faults.add({ id: 'lost', on: 'webhook', effect: { is: 'lose' } });
    const approved: { ref: string; at: number }[] = [];
    for (const number of [LEAVER, 'E10013', 'E10017']) {
      const ref = s.desk.terminate(number);
      s.desk.approve(ref);
      approved.push({ ref, at: s.now });
      await s.run(7 * MINUTE);
    }
    await s.run(2 * HOUR);
    for (const { ref, at } of approved) {
      expect((await s.ticket(ref)).received_at - at).toBeLessThanOrEqual(15 * MINUTE);
      expect(await s.changes(ref)).toEqual(['disable applied']);
    }
    expect(await count(s, 'delivery')).toBe(0);
    expect(await s.violations()).toEqual([]);
  },
);

scenario('F39: a last day moved forward and approved again is found by the sweep', async (s) => {
  await s.run(MINUTE);
  const leaver = s.desk.terminate(LEAVER, 10);
  s.desk.approve(leaver);
  await s.run(HOUR);
  expect(await s.changes(leaver)).toEqual(['disable waiting']);
  s.world.servicenow.faults.add({ id: 'lost', on: 'webhook', effect: { is: 'lose' } });
  s.desk.revoke(leaver);
  s.desk.edit(leaver, { last_day: s.world.instance.day(-1) });
  s.desk.approve(leaver);
  await s.run(HOUR);
  expect(await s.changes(leaver)).toContain('disable applied');
  expect(s.userOf(LEAVER)?.enabled).toBe(false);
  expect(await s.violations()).toEqual([]);
});

scenario('F39: a held request, corrected and approved again, is found by the sweep', async (s) => {
  await s.run(MINUTE);
  const hire = s.desk.hire(LEAVER, 30);
  s.desk.approve(hire);
  await s.run(HOUR);
  expect((await s.ticket(hire)).state).toBe('held');
  s.world.servicenow.faults.add({ id: 'lost', on: 'webhook', effect: { is: 'lose' } });
  s.desk.revoke(hire);
  s.desk.edit(hire, { employee_number: 'N50001' });
  s.desk.approve(hire);
  await s.run(HOUR);
  expect(await s.changes(hire)).toEqual(['create waiting', 'activate waiting']);
  expect(await s.violations()).toEqual([]);
});
